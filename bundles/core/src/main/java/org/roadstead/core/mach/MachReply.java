package org.roadstead.core.mach;

import java.nio.ByteBuffer;

/**
 * The right to answer a Mach message with bytes. With a send-once right the answer ignores the limit of the reply port, as every
 * reply does. With a send right it is dropped if the reply port is full: whoever replies must not wait for a client that does not
 * receive, nor fill its queue beyond the limit.
 */
final class MachReply extends SendOnce {
    private final Transit to;
    private final int id;
    private final Origin server;

    /** Takes the right to reply out of a message. */
    MachReply(Kmsg request, Origin server) {
        this.to = request.replyRight();
        this.id = request.id();
        this.server = server;
    }

    /** The answer has the number of the request. */
    @Override
    protected void replied(ByteBuffer data) {
        ByteBuffer copy =
                ByteBuffer.allocate(data.remaining()).put(data.duplicate()).flip();
        Kmsg answer = new Kmsg(id, copy, null, server);
        if (to instanceof Transit.Once once) {
            once.right().send(answer);
        } else if (to instanceof Transit.Send send) {
            send.port().submit(new Try(answer));
            send.port().release();
        }
    }

    /** A send-once right tells its port; a send right is given up, and nobody is told. */
    @Override
    protected void failed(Failure why) {
        Reaper reaper = new Reaper();
        to.destroy(why, reaper);
        reaper.run();
    }

    /** A message that is sent if there is room. It carries nothing, so nothing is lost with it. */
    private static final class Try extends Submission {
        Try(Kmsg message) {
            super(message, true, Deadline.NEVER);
        }

        @Override
        public void accepted() {}

        @Override
        public void parked() {}

        @Override
        public void refused(Failure why) {}
    }
}
