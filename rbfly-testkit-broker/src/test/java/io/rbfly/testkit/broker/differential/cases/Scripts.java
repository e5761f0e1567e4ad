package io.rbfly.testkit.broker.differential.cases;

import io.rbfly.testkit.broker.differential.script.Script;
import java.util.List;
import java.util.stream.Stream;

/** The fixed scripts. */
public final class Scripts {
    private Scripts() {}

    public static List<Script> all() {
        return Stream.of(
                        HandshakeScripts.all(),
                        SubscriptionScripts.all(),
                        GroupScripts.all(),
                        TopologyScripts.all(),
                        PermissionScripts.all(),
                        MalformedScripts.all(),
                        PublishingScripts.all(),
                        ControlScripts.all())
                .flatMap(List::stream)
                .toList();
    }
}
