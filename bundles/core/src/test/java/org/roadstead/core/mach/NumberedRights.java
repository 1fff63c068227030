package org.roadstead.core.mach;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.roadstead.mach.DeadName;
import org.roadstead.mach.PortItem;
import org.roadstead.mach.PortRight;
import org.roadstead.mach.PortSet;
import org.roadstead.mach.ReceiveRight;
import org.roadstead.mach.SendOnceRight;
import org.roadstead.mach.SendRight;
import org.roadstead.mach25.Mach25;
import org.roadstead.mach25.MachTask;

/** The rights of a {@link NumberedSpace}: objects that know nothing but their name. One object for each kind of right to a name. */
final class NumberedRights {
    /** What denotes nothing in the task. */
    static final int UNKNOWN = Integer.MAX_VALUE - 1;

    private final MachTask task;
    private final Map<Integer, Name> names = new ConcurrentHashMap<>();

    NumberedRights(MachTask task) {
        this.task = task;
    }

    /** A name, which may change, with the objects that stand for it. */
    private final class Name {
        private volatile int number;
        private final Receive receive = new Receive(this);
        private final Send send = new Send(this);
        private final Once once = new Once(this);
        private final Set set = new Set(this);

        Name(int number) {
            this.number = number;
        }

        NumberedRights rights() {
            return NumberedRights.this;
        }
    }

    private abstract static class Numbered {
        final Name name;

        Numbered(Name name) {
            this.name = name;
        }

        @SuppressWarnings("EffectivelyPrivate") // those that extend this are rights, and a right tells its name
        public int name() {
            return name.number;
        }

        @Override
        public String toString() {
            return getClass().getSimpleName() + " " + name();
        }
    }

    private static final class Receive extends Numbered implements ReceiveRight {
        Receive(Name name) {
            super(name);
        }
    }

    private static final class Send extends Numbered implements SendRight {
        Send(Name name) {
            super(name);
        }
    }

    private static final class Once extends Numbered implements SendOnceRight {
        Once(Name name) {
            super(name);
        }
    }

    private static final class Set extends Numbered implements PortSet {
        Set(Name name) {
            super(name);
        }
    }

    private Name name(int number) {
        return names.computeIfAbsent(number, Name::new);
    }

    /** Returns the number of a right: what a right of another task is here is nothing. */
    int number(PortRight right) {
        if (right instanceof Numbered numbered) {
            return numbered.name.rights() == this ? numbered.name() : UNKNOWN;
        }
        return right.name();
    }

    int type(int number) {
        int[] type = {Mach25.PORT_TYPE_NONE};
        task.port_type(number, type);
        return type[0];
    }

    /** Returns what a number stands for. */
    PortRight right(int number) {
        return switch (type(number)) {
            case Mach25.PORT_TYPE_SEND -> send(number);
            case Mach25.PORT_TYPE_RECEIVE_OWN -> receive(number);
            case Mach25.PORT_TYPE_SET -> set(number);
            case Mach25.PORT_TYPE_SEND_ONCE -> name(number).once;
            case Mach25.PORT_TYPE_DEAD_NAME -> new DeadName(number);
            default -> PortRight.NULL;
        };
    }

    ReceiveRight receive(int number) {
        return name(number).receive;
    }

    SendRight send(int number) {
        return name(number).send;
    }

    SendOnceRight once(int number) {
        return name(number).once;
    }

    PortSet set(int number) {
        return name(number).set;
    }

    /** Returns a right that came from somewhere, whatever else its name stands for. */
    PortRight landed(int number, PortItem.Right kind) {
        if (number <= 0) {
            return number == Mach25.PORT_NULL ? PortRight.NULL : new DeadName(number);
        }
        return switch (kind) {
            case SEND -> send(number);
            case RECEIVE -> receive(number);
            case SEND_ONCE -> once(number);
        };
    }

    void renamed(int before, int now) {
        Name name = names.remove(before);
        if (name != null) {
            name.number = now;
            names.put(now, name);
        }
    }
}
