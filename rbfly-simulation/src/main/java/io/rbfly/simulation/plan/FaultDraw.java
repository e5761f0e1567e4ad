package io.rbfly.simulation.plan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Draws the faults of a run. Many hit what another one has begun, such as a handshake, which lasts a moment only: so
 * they follow each other closely, or the beginning of the run.
 */
final class FaultDraw {
    private static final Duration CLOSE = Duration.ofMillis(300);

    private final Draw draw;
    private final Duration active;

    FaultDraw(Draw draw, Duration active) {
        this.draw = draw;
        this.active = active;
    }

    List<FaultPlan> faults() {
        List<FaultPlan> faults = new ArrayList<>();
        if (draw.chance(0.1)) {
            return faults;
        }
        FaultPlan.Kind[] possible = kinds().toArray(FaultPlan.Kind[]::new);
        boolean inQuickSuccession = draw.chance(0.5);
        Duration before = Duration.ZERO;
        for (int i = 0, count = 1 + draw.below(8); i < count; i++) {
            boolean follows = inQuickSuccession && draw.chance(i == 0 ? 0.3 : 0.7);
            Duration begins = follows ? before.plus(draw.ofAnyMagnitude(CLOSE)) : draw.upTo(active);
            before = begins.compareTo(active) < 0 ? begins : active;
            faults.add(new FaultPlan(
                    i,
                    draw.pick(possible),
                    before,
                    draw.upTo(Duration.ofSeconds(draw.chance(0.5) ? 1 : 30)),
                    draw.seed()));
        }
        return faults;
    }

    private Set<FaultPlan.Kind> kinds() {
        double share = draw.share() * 0.5;
        Set<FaultPlan.Kind> kinds = EnumSet.noneOf(FaultPlan.Kind.class);
        for (FaultPlan.Kind kind : FaultPlan.Kind.values()) {
            if (draw.chance(share)) {
                kinds.add(kind);
            }
        }
        if (kinds.isEmpty()) {
            kinds.add(draw.pick(FaultPlan.Kind.values()));
        }
        return kinds;
    }
}
