package io.rbfly.testkit.broker.differential.wire;

/** What operators do to a broker without the stream protocol. */
public interface Control {
    /** For scripts that do without. */
    Control NONE = new Control() {
        @Override
        public void restart(String stream) {
            throw new UnsupportedOperationException("restart of a stream");
        }

        @Override
        public void bind(String superStream, String partition, String key, int order) {
            throw new UnsupportedOperationException("binding of a partition");
        }
    };

    /** Restarts all replicas of a stream, so that it has another leader or the same in another epoch. */
    void restart(String stream);

    /** Makes a stream the last partition of a super stream. */
    void bind(String superStream, String partition, String key, int order);
}
