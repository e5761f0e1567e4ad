package io.rbfly.demo.groups;

import io.rbfly.demo.process.OptionCheck;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options of the second programme and their defaults. */
@Command(
        name = "groups",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpWidth = 100,
        separator = " ",
        header = {"A super stream, and three consumers of a group that come and go.", ""},
        description = {
            "",
            "Creates a super stream and publishes numbered messages to it. Three consumers, each with a client of its own,"
                    + " join a group one after the other; one leaves and comes back, one is killed: its connections are"
                    + " cut. The broker lets one of them read each partition at a time, and each change is shown.",
            "",
            "In an orderly hand-over no message is processed twice and none is skipped. After the kill, messages since the"
                    + " last stored offset are processed again.",
            ""
        },
        footer = {
            "",
            "Needs RabbitMQ 3.13 or later, for super streams.",
            "",
            "Exit codes: 0 all is well; 1 it failed, or messages were missing, out of order, or repeated by an orderly"
                    + " hand-over; 2 the options make no sense; 130 it was interrupted."
        })
public final class GroupsOptions {
    private static final int MAX_PARTITIONS = 20;
    private static final int MAX_RATE = 10_000;

    @Option(
            names = {"-u", "--uri"},
            paramLabel = "URI",
            defaultValue = "rabbitmq-stream://guest:guest@localhost",
            description = "The broker: rabbitmq-stream://user:password@host:port/vhost (default: guest on localhost).")
    String uri = "";

    @Option(
            names = "--embedded",
            description = "Start a broker in this process, in memory, and use it: no RabbitMQ is needed.")
    boolean embedded;

    @Option(
            names = "--seconds",
            paramLabel = "SECONDS",
            defaultValue = "24",
            description = "How long messages are published (default: 24).")
    double seconds;

    @Option(
            names = "--partitions",
            paramLabel = "P",
            defaultValue = "4",
            description = "Partitions of the super stream (default: 4).")
    int partitions;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "100",
            description = "Messages to publish in a second (default: 100).")
    int rate;

    @Option(names = "--timeline", paramLabel = "FILE", description = "Draw who read what: an .svg or a .png file.")
    @Nullable
    Path timeline;

    @Option(names = "--summary", paramLabel = "FILE", description = "Write the summary as JSON.")
    @Nullable
    Path summary;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description =
                    "The super stream to create, and to delete at the end. It must not exist (default: a new name).")
    @Nullable
    String stream;

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    boolean debug;

    Duration duration() {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    /**
     * How long a consumer works on a message: short enough that one of them keeps up with the publisher, as at the
     * beginning.
     */
    Duration work() {
        return Duration.ofMillis(Math.min(5, 500 / rate));
    }

    /** The name of the super stream: the given one, or one that no other run of the demo has. */
    String superStream() {
        String given = stream;
        if (given == null) {
            given = "rbfly-demo-groups-" + UUID.randomUUID().toString().substring(0, 8);
            stream = given;
        }
        return given;
    }

    /** Checks the values. */
    public void check(CommandLine line) {
        OptionCheck check = new OptionCheck(line);
        check.requireOneBroker(embedded);
        check.require(seconds >= 1 && seconds <= 3600, "--seconds: " + seconds + " (expected: 1..3600)");
        check.require(
                partitions >= 1 && partitions <= MAX_PARTITIONS,
                "--partitions: " + partitions + " (expected: 1.." + MAX_PARTITIONS + ")");
        check.require(rate >= 1 && rate <= MAX_RATE, "--rate: " + rate + " (expected: 1.." + MAX_RATE + ")");
        check.require(stream == null || !stream.isEmpty(), "--stream: empty (expected: a name)");
        check.requireWritable("--summary", summary);
        check.requireChart("--timeline", timeline);
    }
}
