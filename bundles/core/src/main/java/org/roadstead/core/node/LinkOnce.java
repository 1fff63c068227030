package org.roadstead.core.node;

import java.nio.ByteBuffer;
import org.roadstead.core.mach.Failure;
import org.roadstead.core.mach.FarPort;
import org.roadstead.core.mach.Kmsg;
import org.roadstead.core.mach.Origin;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.SendOnce;

/** A send-once right of which the home is a peer. It has one use of the port it leads to, if that is known. */
final class LinkOnce extends SendOnce {
    private final Peer peer;
    private final int index;
    private final int number;
    private final FarPort port;

    /** Takes over the caller's use of the port, which may be null. */
    LinkOnce(Peer peer, int index, int number, FarPort port) {
        this.peer = peer;
        this.index = index;
        this.number = number;
        this.port = port;
    }

    Peer peer() {
        return peer;
    }

    int index() {
        return index;
    }

    int number() {
        return number;
    }

    @Override
    public Port port() {
        return port;
    }

    @Override
    protected void replied(ByteBuffer data) {
        Origin self = peer.node().origin();
        ByteBuffer copy =
                ByteBuffer.allocate(data.remaining()).put(data.duplicate()).flip();
        replied(new Kmsg(0, copy, null, self));
    }

    @Override
    protected void replied(Kmsg message) {
        peer.rights().sendOnce(number, message);
        handedOver();
    }

    @Override
    protected void failed(Failure why) {
        peer.send(Frames.onceGone(number, why));
        handedOver();
    }

    @Override
    protected void handedOver() {
        if (port != null) {
            port.release();
        }
    }
}
