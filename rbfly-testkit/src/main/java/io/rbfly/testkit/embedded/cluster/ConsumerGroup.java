package io.rbfly.testkit.embedded.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The members of a group of consumers of one stream, one of which is active: the first that joined, or for partition p
 * of a super stream with n members, number p mod n. An active member must step down before another is activated.
 *
 * <p>Every change is decided on at once, as the nodes of a cluster do who agree on one after the other. Members hear of
 * it in a later turn of the event loop, unless they are gone by then. So nobody is activated when a stream loses all
 * its members at once.
 *
 * <p>When a node fails, the cluster does not know whether its clients are gone. It keeps their places for a time, and
 * activates nobody else while an active one is among them.
 */
public final class ConsumerGroup {
    /** The partition index of a stream that is not read as a part of a super stream. */
    static final int NO_PARTITION = -1;

    private final int partition;
    private final Consumer<Runnable> later;
    private final List<Place> places = new ArrayList<>();
    private boolean dissolved;

    /** What a group knows of a member. */
    private static final class Place {
        private final GroupMember member;
        private Role role = Role.WAITING;
        private Connection connection = Connection.ALIVE;
        private boolean left;

        private Place(GroupMember member) {
            this.member = member;
        }

        private Node node() {
            return member.client().node();
        }

        private boolean isAlive() {
            return connection == Connection.ALIVE;
        }

        /** Whether it may deliver, or has not said yet that it has stopped. */
        private boolean isActive() {
            return role != Role.WAITING && connection != Connection.PRESUMED_DEAD;
        }

        /** Whether nobody else may be activated, because it may still deliver on a node that has failed. */
        private boolean isKept() {
            return role == Role.ACTIVE && connection == Connection.UNKNOWN;
        }
    }

    private enum Role {
        WAITING,
        ACTIVE,
        STEPPING_DOWN
    }

    private enum Connection {
        ALIVE,
        /** Its node failed, a short time ago. */
        UNKNOWN,
        PRESUMED_DEAD
    }

    /** @param later runs a task in a later turn of the event loop */
    ConsumerGroup(int partition, Consumer<Runnable> later) {
        this.partition = partition;
        this.later = later;
    }

    int partition() {
        return partition;
    }

    boolean isEmpty() {
        return places.isEmpty();
    }

    /** Adds a member, which may become active. */
    public void join(GroupMember member) {
        Place place = new Place(member);
        places.add(place);
        if (places.size() == 1 || partition == NO_PARTITION && current() == null) {
            activate(place);
        } else if (partition != NO_PARTITION) {
            rebalance();
        }
    }

    /** Removes members at once, as when their connection is closed. If one was to step down, this is its answer. */
    void leave(Collection<? extends GroupMember> members) {
        List<Place> gone =
                places.stream().filter(place -> members.contains(place.member)).toList();
        gone.forEach(place -> place.left = true);
        remove(gone.stream().filter(place -> place.node().isMember()).toList()); // the other nodes hear of these only
    }

    private void remove(List<Place> gone) {
        places.removeAll(gone);
        boolean active = gone.stream().anyMatch(Place::isActive);
        if (active || !gone.isEmpty() && partition != NO_PARTITION && current() != null) {
            rebalance();
        }
    }

    /** A member has answered that it is no longer active, or has ended after it was told to. */
    public void steppedDown() {
        Place former = current();
        boolean wasActive = former != null && former.role == Role.ACTIVE;
        each(Place::isAlive, place -> place.role = Role.WAITING);
        Place wanted = wanted();
        if (wanted == null || !wanted.isAlive()) {
            return;
        } else if (wanted == former && wasActive) {
            wanted.role = Role.ACTIVE;
        } else {
            activate(wanted);
        }
    }

    /** Keeps the places of members on a node that has failed. One that was to step down cannot answer. */
    void nodeLost(Node node) {
        List<Place> lost = places.stream()
                .filter(place -> place.node() == node && place.isAlive())
                .toList();
        boolean steppingDown = lost.stream().anyMatch(place -> place.role == Role.STEPPING_DOWN);
        lost.forEach(place -> lose(place, Connection.UNKNOWN));
        if (steppingDown) {
            rebalance();
        }
    }

    /** No longer keeps the places of members on a node that has not come back. */
    void presumeDead(Node node) {
        List<Place> lost = places.stream()
                .filter(place -> place.node() == node && place.connection == Connection.UNKNOWN)
                .toList();
        lost.forEach(place -> lose(place, Connection.PRESUMED_DEAD));
        if (!lost.isEmpty()) {
            rebalance();
        }
    }

    private static void lose(Place place, Connection connection) {
        place.connection = connection;
        if (place.role == Role.STEPPING_DOWN) {
            place.role = Role.WAITING;
        }
    }

    /** A node is back: those of its members that are gone are known to be. */
    void nodeReturned(Node node) {
        remove(places.stream()
                .filter(place -> place.node() == node && place.left)
                .toList());
        List<Place> back = places.stream()
                .filter(place -> place.node() == node && !place.isAlive())
                .toList();
        boolean twoActive = back.stream()
                .anyMatch(place -> place.role == Role.ACTIVE && place.connection == Connection.PRESUMED_DEAD);
        back.forEach(place -> place.connection = Connection.ALIVE);
        if (twoActive) {
            each(place -> place.isAlive() && place.role == Role.ACTIVE, place -> {
                place.role = Role.WAITING;
                tell(place, place.member::deactivate); // the first answer activates one of them
            });
        } else if (!back.isEmpty()) {
            rebalance();
        }
    }

    private void each(Predicate<Place> which, Consumer<Place> action) {
        places.stream().filter(which).toList().forEach(action);
    }

    /** The stream is gone, so nobody is told anything. */
    void dissolve() {
        dissolved = true;
    }

    /** The one that is active or steps down; null if there is none. */
    private @Nullable Place current() {
        return places.stream().filter(Place::isActive).findFirst().orElse(null);
    }

    /** The one that should be active; null if there is none. */
    private @Nullable Place wanted() {
        Optional<Place> kept = places.stream().filter(Place::isKept).findFirst();
        List<Place> alive = places.stream().filter(Place::isAlive).toList();
        if (kept.isPresent()) {
            return kept.get();
        } else if (alive.isEmpty()) {
            return null;
        }
        return alive.get(partition == NO_PARTITION ? 0 : Math.floorMod(partition, alive.size()));
    }

    /** Another one may have to be active. One that steps down already is told again. */
    private void rebalance() {
        Place current = current();
        Place wanted = wanted();
        if (wanted == null || wanted == current) {
            return;
        } else if (current == null) {
            activate(wanted);
        } else if (partition == NO_PARTITION) {
            places.remove(current);
            places.add(0, current); // it stays active, also when others come and go
        } else {
            current.role = Role.STEPPING_DOWN;
            tell(current, current.member::deactivate);
        }
    }

    private void activate(Place place) {
        place.role = Role.ACTIVE;
        tell(place, place.member::activate);
    }

    private void tell(Place place, Runnable message) {
        later.accept(() -> {
            if (!dissolved && places.contains(place)) {
                place.node().run(message);
            }
        });
    }
}
