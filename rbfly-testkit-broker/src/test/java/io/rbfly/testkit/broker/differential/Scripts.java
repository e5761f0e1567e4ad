package io.rbfly.testkit.broker.differential;

import java.util.List;
import java.util.stream.Stream;

/** The fixed scripts. */
final class Scripts {
    private Scripts() {}

    static List<Script> all() {
        return Stream.of(
                        HandshakeScripts.all(),
                        SubscriptionScripts.all(),
                        GroupScripts.all(),
                        TopologyScripts.all(),
                        PermissionScripts.all(),
                        MalformedScripts.all(),
                        PublishingScripts.all())
                .flatMap(List::stream)
                .toList();
    }
}
