package org.roadstead.core.mach;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The names of a space: numbers and what they stand for. A name is the index of a slot with the slot's generation above it, so that
 * a slot that is used again has another name; the oldest free slot is used first. A name that the user chose is kept apart. Not safe
 * for use by several threads.
 */
final class Names {
    private static final int INDEX_BITS = 24;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    private Entry[] entries = new Entry[8];
    /** The last name that each slot was given. */
    private int[] names = new int[8];

    private int used = 1; // no name is 0
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final Map<Integer, Entry> chosen = new HashMap<>();

    /** Gives an entry a name. */
    void add(Entry entry) {
        List<Integer> allChosen = List.of();
        int slot = slot();
        int name = freeName(slot);
        while (name == 0) {
            allChosen = new ArrayList<>(allChosen);
            allChosen.add(slot);
            slot = slot();
            name = freeName(slot);
        }
        free.addAll(allChosen);
        names[slot] = name;
        entries[slot] = entry;
        entry.name(name);
    }

    /** Returns the next name of a slot that the user has not chosen for something else; 0 if all are chosen. */
    private int freeName(int slot) {
        int first = nextName(slot, names[slot]);
        int name = first;
        while (chosen.containsKey(name)) {
            name = nextName(slot, name);
            if (name == first) {
                return 0;
            }
        }
        return name;
    }

    private int slot() {
        if (!free.isEmpty()) {
            return free.poll();
        }
        if (used == entries.length) {
            if (used > INDEX_MASK / 2) {
                throw new IllegalStateException("a space has " + used + " names and can have no more");
            }
            entries = Arrays.copyOf(entries, 2 * used);
            names = Arrays.copyOf(names, 2 * used);
        }
        return used++;
    }

    /** The first name of a slot is its index. */
    private static int nextName(int slot, int last) {
        return last == 0 ? slot : (last + (1 << INDEX_BITS)) & Integer.MAX_VALUE;
    }

    /** Returns what a name stands for, or null. */
    Entry get(int name) {
        Entry entry = chosen.isEmpty() ? null : chosen.get(name);
        if (entry != null || name <= 0) {
            return entry;
        }
        int slot = name & INDEX_MASK;
        return slot < used && names[slot] == name ? entries[slot] : null;
    }

    /** Tells whether a name is in use, or reserved. */
    boolean isTaken(int name) {
        return chosen.containsKey(name) || get(name) != null;
    }

    /** Keeps a name for what is to come; it stands for nothing yet. */
    void reserve(int name) {
        chosen.put(name, null);
    }

    /** What the name was reserved for does not come. */
    void free(int name) {
        chosen.remove(name);
    }

    /** Gives an entry a name of the user's choice, which is free or reserved for it. */
    void rename(Entry entry, int name) {
        remove(entry);
        chosen.put(name, entry);
        entry.name(name);
    }

    void remove(Entry entry) {
        int name = entry.name();
        if (chosen.remove(name, entry)) {
            return;
        }
        int slot = name & INDEX_MASK;
        entries[slot] = null;
        free.add(slot);
    }

    /** Returns all that has a name. */
    List<Entry> all() {
        List<Entry> all = new ArrayList<>(chosen.values());
        all.removeIf(Objects::isNull);
        for (int slot = 1; slot < used; slot++) {
            if (entries[slot] != null) {
                all.add(entries[slot]);
            }
        }
        return all;
    }
}
