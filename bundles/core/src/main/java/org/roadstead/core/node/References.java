package org.roadstead.core.node;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.roadstead.core.mach.FarPort;
import org.roadstead.core.mach.Port;
import org.roadstead.core.mach.RightReferences;
import org.roadstead.core.mach.SendOnce;

/**
 * The rights in one message on one link, as chapter 6 of PROTOCOL.md has them; and what is to be done about them when the message is
 * sent, was not sent, or is taken. Used by one thread at a time.
 */
final class References implements RightReferences {
    private static final byte MINE = 0;
    private static final byte YOURS = 1;

    private final Peer peer;
    private final List<Integer> granted = new ArrayList<>(0);
    private final List<Integer> mentioned = new ArrayList<>(0);
    /** The numbers of send-once rights: given in a message that is written, named in one that is read. */
    private final List<Integer> onces = new ArrayList<>(0);

    References(Peer peer) {
        this.peer = peer;
    }

    @Override
    public void write(Port port, ByteBuffer out) {
        if (port instanceof FarPort far && far.home() instanceof ProxyPort proxy && proxy.peer() == peer) {
            head(out, YOURS, proxy.index(), 0);
            return;
        }
        int index = peer.exports().grant(port);
        granted.add(index);
        head(out, MINE, index, 0);
        peer.exports().uid(index).write(out);
    }

    @Override
    public void write(SendOnce right, ByteBuffer out) {
        if (right instanceof LinkOnce far && far.peer() == peer) {
            head(out, YOURS, far.index(), far.number());
            return;
        }
        int number = peer.exports().give(right);
        int index = peer.exports().indexOf(number);
        onces.add(number);
        mentioned.add(index);
        head(out, MINE, index, number);
        peer.exports().uid(index).write(out);
    }

    private static void head(ByteBuffer out, byte place, int index, int once) {
        out.put(place).putShort((short) 0).putInt(index).putInt(once);
    }

    @Override
    public Port readSend(ByteBuffer in) {
        int place = place(in);
        int index = in.getInt();
        in.getInt();
        if (place == YOURS) {
            Port port = peer.exports().get(index);
            return port != null && used(port) ? port : null;
        }
        ProxyPort proxy = peer.imports().granted(index);
        proxy.uid(PortUid.read(in));
        FarPort face = proxy.face();
        proxy.release();
        return face;
    }

    private static boolean used(Port port) {
        if (port instanceof FarPort far) {
            return far.use();
        }
        port.retain();
        return true;
    }

    @Override
    public SendOnce readSendOnce(ByteBuffer in) {
        int place = place(in);
        int index = in.getInt();
        int number = in.getInt();
        if (place == YOURS) {
            onces.add(number);
            return peer.exports().once(number);
        }
        PortUid uid = PortUid.read(in);
        if (index == 0) {
            return new LinkOnce(peer, index, number, null);
        }
        ProxyPort proxy = peer.imports().mentioned(index);
        proxy.uid(uid);
        FarPort face = proxy.face();
        proxy.release();
        return new LinkOnce(peer, index, number, face);
    }

    private static int place(ByteBuffer in) {
        int place = in.get();
        in.getShort();
        if (place != MINE && place != YOURS) {
            throw new IllegalArgumentException("a right at the place " + place);
        }
        return place;
    }

    /** The message that was written is on the link: the peer is told of deaths from now on. */
    void told() {
        granted.forEach(peer.exports()::told);
        mentioned.forEach(peer.exports()::told);
    }

    /** The message that was written was not sent. */
    void notSent() {
        granted.forEach(index -> peer.exports().release(index, 1));
        notTaken();
    }

    /** The message that was written was not taken: its send-once rights are here as before. */
    void notTaken() {
        onces.forEach(peer.exports()::take);
    }

    /** Tells whether a message that was not taken leaves something to be done. */
    boolean hasOnces() {
        return !onces.isEmpty();
    }

    /** The message that was read is taken: the send-once rights of this kernel that are in it are the peer's no more. */
    void taken() {
        onces.forEach(peer.exports()::take);
    }
}
