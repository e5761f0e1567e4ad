package io.rbfly.simulation.watch;

import io.rbfly.simulation.model.Findings;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The ids of one kind on a connection. An id must be used again as soon as it is free, since there are only 256. */
final class Declarations {
    private final Findings findings;
    private final Map<Integer, Declared> used = new TreeMap<>();
    private final Map<Integer, Declared> requests = new HashMap<>();
    private final LongSupplier turn;
    /** The ids that became free in the last turn in which one did: the client may see that a little later. */
    private final Set<Integer> justFree = new HashSet<>();

    /** The ids that the broker has ever accepted. */
    private final Set<Integer> everDeclared = new HashSet<>();

    private long freeTurn;

    /** @param turn the number of the current turn */
    Declarations(Findings findings, LongSupplier turn) {
        this.findings = findings;
        this.turn = turn;
    }

    /** An id is declared by a request with a correlation id. */
    void declare(int correlationId, Declared declared) {
        int free = 0;
        while (used.containsKey(free) || isJustFree(free) && free != declared.id) {
            free++;
        }
        int lowest = free;
        findings.check(
                declared.id == lowest, "the lowest free id is used", () -> declared + " (expected: " + lowest + ")");
        used.put(declared.id, declared);
        requests.put(correlationId, declared);
    }

    private boolean isJustFree(int id) {
        return freeTurn == turn.getAsLong() && justFree.contains(id);
    }

    /** The deletion of an id is requested. */
    void delete(int correlationId, int id) {
        Declared declared = used.get(id);
        findings.check(declared != null || isJustFree(id), "what is deleted was declared", () -> "id " + id);
        if (declared == null) {
            declared = new Declared(id, "", ""); // the client keeps the id until it is answered
            used.put(id, declared);
        }
        declared.state = Declared.State.DELETING;
        requests.put(correlationId, declared);
    }

    /** The broker has answered a request to declare; returns what was accepted. */
    @Nullable
    Declared declared(int correlationId, boolean accepted, long nanos) {
        Declared declared = requests.remove(correlationId);
        if (declared == null || declared.state != Declared.State.DECLARING) {
            return null; // its deletion follows
        }
        if (!accepted) {
            gone(declared);
            return null;
        }
        declared.state = Declared.State.DECLARED;
        everDeclared.add(declared.id);
        declared.possibleSince = nanos;
        return declared;
    }

    /** The broker has answered a request to delete, whatever the answer; returns what was deleted. */
    @Nullable
    Declared deleted(int correlationId) {
        Declared declared = requests.remove(correlationId);
        if (declared != null) {
            gone(declared);
        }
        return declared;
    }

    private void gone(Declared declared) {
        declared.state = Declared.State.GONE;
        used.remove(declared.id);
        if (freeTurn != turn.getAsLong()) {
            freeTurn = turn.getAsLong();
            justFree.clear();
        }
        justFree.add(declared.id);
    }

    /** The connection has ended; returns what it had. */
    Collection<Declared> closed() {
        List<Declared> all = List.copyOf(used.values());
        all.forEach(this::gone);
        return all;
    }

    /** Whether the broker has ever accepted an id. */
    boolean wasDeclared(int id) {
        return everDeclared.contains(id);
    }

    /** What has an id. */
    @Nullable
    Declared of(int id) {
        return used.get(id);
    }

    /** What has ids. */
    Collection<Declared> all() {
        return used.values();
    }
}
