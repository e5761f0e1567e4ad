package io.rbfly.simulation.watch;

import io.rbfly.simulation.model.Findings;
import io.rbfly.simulation.plan.RunPlan;
import java.util.Collection;
import java.util.function.Function;

/** Checks that nodes have no more publishers and subscriptions of a client than its application has open. */
final class OpenCheck {
    private final int client;
    private final long maxPublishers;
    private final long maxSubscriptions;
    private final Findings findings;

    OpenCheck(int client, RunPlan plan, Findings findings) {
        this.client = client;
        this.maxPublishers = plan.publishers().stream()
                        .filter(each -> each.client() == client)
                        .count()
                + plan.scaleOut().publishers(client);
        this.maxSubscriptions =
                plan.readers().stream().filter(each -> each.client() == client).count()
                        + plan.scaleOut().members(client);
        this.findings = findings;
    }

    void check(Collection<ConnectionWatch> connections) {
        check("publishers", declared(connections, ConnectionWatch::publishers), maxPublishers);
        check("subscriptions", declared(connections, ConnectionWatch::subscriptions), maxSubscriptions);
    }

    private static long declared(
            Collection<ConnectionWatch> connections, Function<ConnectionWatch, Declarations> kind) {
        return connections.stream()
                .flatMap(connection -> kind.apply(connection).all().stream())
                .filter(each -> each.state == Declared.State.DECLARED)
                .count();
    }

    private void check(String what, long found, long expected) {
        findings.check(
                found <= expected,
                "nothing is declared that is not open",
                () -> "client " + client + " has " + found + " " + what + " (expected: " + expected + ")");
    }
}
