package io.rbfly.testkit.broker.differential;

import io.rbfly.testkit.broker.Broker;
import io.rbfly.testkit.broker.differential.wire.Control;
import io.rbfly.testkit.embedded.EmbeddedBroker;

/** What operators do, on both kinds of brokers. */
final class Controls {
    private Controls() {}

    /** With {@code rabbitmqctl}. */
    static Control of(Broker broker) {
        return new Control() {
            @Override
            public void restart(String stream) {
                broker.ctl(
                        "eval",
                        "{ok, _} = rabbit_stream_queue:restart_stream(<<\"/\">>, <<\"" + stream + "\">>, #{}).");
            }

            @Override
            public void bind(String superStream, String partition, String key, int order) {
                broker.ctl(
                        "eval",
                        "ok = rabbit_binding:add({binding, "
                                + resource("exchange", superStream) + ", <<\"" + key + "\">>, "
                                + resource("queue", partition)
                                + ", [{<<\"x-stream-partition-order\">>, long, " + order + "}]}, <<\"guest\">>).");
            }

            private static String resource(String kind, String name) {
                return "rabbit_misc:r(<<\"/\">>, " + kind + ", <<\"" + name + "\">>)";
            }
        };
    }

    /** With the methods for tests. */
    static Control of(EmbeddedBroker broker) {
        return new Control() {
            @Override
            public void restart(String stream) {
                broker.stream(stream).restart();
            }

            @Override
            public void bind(String superStream, String partition, String key, int order) {
                broker.superStream(superStream).addPartition(partition, key);
            }
        };
    }
}
