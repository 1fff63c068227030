package org.roadstead.core.mach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.roadstead.mach.KernReturn;

/** What port sets are meant to do, one operation after the other. Two ports of limit 1, two sets; a message is a number, its port first. */
public class ModelledSets {
    private static final String GONE = "RCV_INVALID_PORT REMOVED";
    private static final String NOTHING = "nothing";

    private final Port[] ports = {null, new Port(), new Port()};
    private final Queue[] sets = {null, new Queue(), new Queue()};
    private final String[] received = {null, NOTHING, NOTHING};

    private static final class Queue {
        final List<Integer> messages = new ArrayList<>();
        final Deque<Integer> receivers = new ArrayDeque<>();
        boolean destroyed;
    }

    private static final class Port {
        final Queue own = new Queue();
        Queue in = own;
        final Deque<Integer> line = new ArrayDeque<>();
        boolean dead;
    }

    public String send(int id) {
        Port port = ports[id / 10];
        if (port.dead) {
            return "INVALIDATED";
        }
        port.line.add(id);
        fill();
        return port.line.contains(id) ? "waits" : "accepted";
    }

    public KernReturn add(int setAndPort) {
        Queue set = sets[setAndPort / 10];
        Port port = ports[setAndPort % 10];
        if (set.destroyed) {
            return KernReturn.INVALID_ARGUMENT;
        } else if (port.dead) {
            return KernReturn.NOT_RECEIVER;
        }
        move(port, set);
        fill();
        return KernReturn.SUCCESS;
    }

    private void move(Port port, Queue to) {
        if (port.in != to) {
            List<Integer> messages = own(port);
            port.in.messages.removeAll(messages);
            to.messages.addAll(messages);
            port.in = to;
        }
    }

    private List<Integer> own(Port port) {
        return port.in.messages.stream().filter(id -> ports[id / 10] == port).toList();
    }

    /** Who waits gets what is there, and slots that are free are filled, until nothing changes. */
    private void fill() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int set = 1; set < sets.length; set++) {
                Queue queue = sets[set];
                if (!queue.messages.isEmpty() && !queue.receivers.isEmpty()) {
                    received[queue.receivers.poll()] = queue.messages.remove(0).toString();
                    changed = true;
                }
            }
            for (int port = 1; port < ports.length; port++) {
                if (!ports[port].line.isEmpty() && own(ports[port]).isEmpty()) {
                    ports[port].in.messages.add(ports[port].line.poll());
                    changed = true;
                }
            }
        }
    }

    public KernReturn remove(int port) {
        if (ports[port].dead) {
            return KernReturn.NOT_RECEIVER;
        } else if (ports[port].in == ports[port].own) {
            return KernReturn.NOT_IN_SET;
        }
        move(ports[port], ports[port].own);
        return KernReturn.SUCCESS;
    }

    public void destroy(int set) {
        sets[set].destroyed = true;
        sets[set].receivers.forEach(number -> received[number] = GONE);
        sets[set].receivers.clear();
        for (int port = 1; port < ports.length; port++) {
            if (ports[port].in == sets[set]) {
                move(ports[port], ports[port].own);
            }
        }
    }

    public boolean kill(int port) {
        boolean first = !ports[port].dead;
        ports[port].dead = true;
        move(ports[port], ports[port].own);
        ports[port].own.messages.clear();
        ports[port].line.clear();
        return first;
    }

    public String take(int port) {
        if (ports[port].dead) {
            return "RCV_INVALID_PORT DIED";
        }
        return ports[port].in == ports[port].own ? poll(ports[port].own) : "RCV_INVALID_PORT IN_SET";
    }

    public String takeSet(int set) {
        return sets[set].destroyed ? GONE : poll(sets[set]);
    }

    private String poll(Queue queue) {
        if (queue.messages.isEmpty()) {
            return NOTHING;
        }
        String taken = queue.messages.remove(0).toString();
        fill();
        return taken;
    }

    public String wait(int setAndNumber) {
        int number = setAndNumber % 10;
        String taken = takeSet(setAndNumber / 10);
        if (taken.equals(NOTHING)) {
            sets[setAndNumber / 10].receivers.add(number);
            return "waits";
        }
        received[number] = taken;
        return taken;
    }

    public String stop(int setAndNumber) {
        int number = setAndNumber % 10;
        if (sets[setAndNumber / 10].receivers.remove((Integer) number)) {
            received[number] = "RCV_TIMED_OUT NONE";
        }
        return received[number];
    }

    public String members(int set) {
        return (ports[1].in == sets[set] ? "1" : "") + (ports[2].in == sets[set] ? "2" : "");
    }
}
