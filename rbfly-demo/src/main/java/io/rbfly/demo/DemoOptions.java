package io.rbfly.demo;

import io.rbfly.demo.process.OptionCheck;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** The options of the demo and their defaults. */
@Command(
        name = "rbfly-demo",
        mixinStandardHelpOptions = true,
        versionProvider = DemoOptions.Version.class,
        sortOptions = false,
        usageHelpWidth = 100,
        separator = " ",
        header = {"Calculations that outlast a broker's patience, beside a consumer that loses nothing.", ""},
        description = {
            "",
            "Sends messages to a stream and reads them with two consumers at once. One takes a message, multiplies a"
                    + " random matrix by itself twice, pauses a second and takes the next. The other reads slowly, one"
                    + " message per interval, while the calculations last, then the rest of the stream without pausing,"
                    + " so that every message is accounted for.",
            "",
            "Calculations run in a thread pool: heartbeats continue and the broker keeps the connection. With --no-threads"
                    + " they run on the client's event loop: heartbeats stop, the broker closes the connection, and the"
                    + " client comes back where it was.",
            ""
        },
        footer = {
            "",
            "The summary counts the slow consumer's messages by the number each one carries: missing are the numbers"
                    + " never read, repeated the ones read again. When the demo is interrupted, missing are the gaps"
                    + " below the highest number read.",
            "",
            "Exit codes: 0 all is well; 1 it failed, or messages were missing or repeated; 2 the options make no sense;"
                    + " 130 it was interrupted."
        })
final class DemoOptions {
    static final String DEFAULT_STREAM = "rbfly-demo-stream-cpubound";

    private static final int DEFAULT_HEARTBEAT_SECONDS = 2;
    private static final int DEFAULT_CALCULATIONS = 3;
    private static final int FULL_HEARTBEAT_SECONDS = 60;
    private static final int MAX_HEARTBEAT_SECONDS = 3600;

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
            names = {"-s", "--no-threads"},
            description = "Calculate on the client's event loop instead of in a thread pool.")
    boolean noThreads;

    @Option(
            names = {"-n", "--size"},
            paramLabel = "N",
            description =
                    "Rows and columns of the matrix, which takes 8 x N x N bytes. Default: measured, so that one calculation takes longer than"
                            + " the broker waits for a silent client.")
    @Nullable
    Integer size;

    @Option(
            names = {"-m", "--messages"},
            paramLabel = "M",
            defaultValue = "3600",
            description = "Messages to send (default: 3600).")
    int messages;

    @Option(
            names = "--heartbeat",
            paramLabel = "SECONDS",
            description = "Heartbeat interval to agree on; the broker closes a connection that is silent for two to"
                    + " three of them (default: 2).")
    @Nullable
    Integer heartbeat;

    @Option(names = "--calculations", paramLabel = "K", description = "Stop after this many calculations (default: 3).")
    @Nullable
    Integer calculations;

    @Option(
            names = "--full",
            description = "Heartbeats of 60 seconds, calculations of three minutes and more, until stopped.")
    boolean full;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "Pause of the slow consumer after each message (default: 1).")
    double interval;

    @Option(names = "--timeline", paramLabel = "FILE", description = "Draw what happened when: an .svg or a .png file.")
    @Nullable
    Path timeline;

    @Option(names = "--summary", paramLabel = "FILE", description = "Write the summary as JSON.")
    @Nullable
    Path summary;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = DEFAULT_STREAM,
            description = "The stream to use. One of this name is deleted first, and at the end (default: "
                    + DEFAULT_STREAM + ").")
    String stream = "";

    @Option(names = "--debug", description = "Show the stack trace of an error.")
    boolean debug;

    Duration heartbeat() {
        int fallback = full ? FULL_HEARTBEAT_SECONDS : DEFAULT_HEARTBEAT_SECONDS;
        return Duration.ofSeconds(heartbeat == null ? fallback : heartbeat);
    }

    /** The number of calculations; {@link Integer#MAX_VALUE} if it is unlimited. */
    int calculations() {
        int fallback = full ? Integer.MAX_VALUE : Math.min(DEFAULT_CALCULATIONS, messages);
        return calculations == null ? fallback : calculations;
    }

    Duration interval() {
        return Duration.ofNanos(Math.round(interval * 1e9));
    }

    /** Checks the values, and that they are consistent. */
    void check(CommandLine line) {
        OptionCheck check = new OptionCheck(line);
        check.require(messages >= 1, "--messages: " + messages + " (expected: >= 1)");
        check.require(size == null || size >= 1, "--size: " + size + " (expected: >= 1)");
        check.require(calculations() >= 1, "--calculations: " + calculations + " (expected: >= 1)");
        check.require(
                calculations == null || calculations <= messages,
                "--calculations: " + calculations + " (expected: at most the " + messages
                        + " messages, as each takes one)");
        check.requireOneBroker(embedded);
        long seconds = heartbeat().getSeconds();
        check.require(
                seconds >= 1 && seconds <= MAX_HEARTBEAT_SECONDS,
                "--heartbeat: " + seconds + " (expected: 1.." + MAX_HEARTBEAT_SECONDS + " seconds)");
        check.require(interval >= 0 && interval <= 3600, "--interval: " + interval + " (expected: 0..3600 seconds)");
        check.require(!stream.isEmpty(), "--stream: empty (expected: a name)");
        check.requireWritable("--summary", summary);
        check.requireChart("--timeline", timeline);
    }

    /** The version that the build stored in the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = DemoOptions.class.getPackage().getImplementationVersion();
            return new String[] {"rbfly-demo " + (version == null ? "(not built as a jar)" : version)};
        }
    }
}
