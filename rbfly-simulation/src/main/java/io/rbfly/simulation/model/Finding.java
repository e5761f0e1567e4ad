package io.rbfly.simulation.model;

/** Something that must not happen. */
public final class Finding extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String invariant;

    /**
     * Describes what happened.
     *
     * @param invariant the name of what should hold, the same for all cases of one kind
     */
    public Finding(String invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    /** The name of what should hold. */
    public String invariant() {
        return invariant;
    }
}
