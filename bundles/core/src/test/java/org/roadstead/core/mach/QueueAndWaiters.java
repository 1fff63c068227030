package org.roadstead.core.mach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** What a port's queue is meant to do, one operation after the other: one line for blocked senders and held messages. */
public class QueueAndWaiters {
    static final int SENDS = 6;
    /** The send that does not wait. */
    static final int TRY = 4;
    /** From here on sends are held when the queue is full; all are of one space, which has one held message at a time. */
    static final int HOLD = 5;

    private static final String TIMED_OUT = "RCV_TIMED_OUT";

    private final Deque<Integer> queue = new ArrayDeque<>();
    private final List<Integer> line = new ArrayList<>();
    private final Deque<Integer> receivers = new ArrayDeque<>();
    private final String[] received = {null, "nothing", "nothing"};
    private int heldNow;
    private int limit = 1;
    private boolean dead;

    private String send(int id) {
        if (dead) {
            return "INVALIDATED";
        } else if (line.isEmpty() && queue.size() < limit) {
            enter(id);
            return "accepted";
        } else if (id >= HOLD) {
            return hold(id, true);
        } else if (id == TRY) {
            return "FULL";
        }
        line.add(id);
        return "waits";
    }

    public String send1() {
        return send(1);
    }

    public String send2() {
        return send(2);
    }

    public String send3() {
        return send(3);
    }

    public String try4() {
        return send(TRY);
    }

    public String notify5() {
        return send(5);
    }

    public String notify6() {
        return send(6);
    }

    public String giveUp(int id) {
        if (!waits(id)) {
            return "too late";
        }
        line.remove((Integer) id);
        fill();
        return "taken back";
    }

    public String hold(int id) {
        if (!waits(id)) {
            return "too late";
        }
        String outcome = hold(id, false);
        fill();
        return outcome;
    }

    private String hold(int id, boolean isNew) {
        if (heldNow != 0) {
            line.remove((Integer) id);
            return "HELD_ALREADY";
        }
        heldNow = id;
        if (isNew) {
            line.add(id);
        }
        return "held";
    }

    private boolean waits(int id) {
        return line.contains(id) && heldNow != id;
    }

    public int take() {
        if (queue.isEmpty()) {
            return 0;
        }
        int taken = queue.poll();
        fill();
        return taken;
    }

    public String receive1() {
        return receive(1);
    }

    public String receive2() {
        return receive(2);
    }

    private String receive(int number) {
        if (dead) {
            received[number] = "RCV_INVALID_PORT";
        } else if (queue.isEmpty()) {
            receivers.add(number);
            return "waits";
        } else {
            received[number] = Integer.toString(take());
        }
        return received[number];
    }

    public String stop(int number) {
        if (receivers.remove((Integer) number)) {
            received[number] = TIMED_OUT;
        }
        return received[number];
    }

    public void limit(int messages) {
        if (!dead) {
            limit = messages;
            fill();
        }
    }

    public boolean kill() {
        boolean first = !dead;
        dead = true;
        queue.clear();
        line.clear();
        receivers.forEach(number -> received[number] = "RCV_INVALID_PORT");
        receivers.clear();
        return first;
    }

    public String status() {
        return queue.size() + " of " + limit + ", " + line.size() + " wait";
    }

    private void fill() {
        while (!line.isEmpty() && queue.size() < limit) {
            int next = line.remove(0);
            heldNow = heldNow == next ? 0 : heldNow;
            enter(next);
        }
    }

    private void enter(int id) {
        if (receivers.isEmpty()) {
            queue.add(id);
        } else {
            received[receivers.poll()] = Integer.toString(id);
        }
    }
}
