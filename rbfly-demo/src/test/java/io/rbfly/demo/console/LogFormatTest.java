package io.rbfly.demo.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class LogFormatTest {
    @Test
    void writesTimeLevelAndMessageInALine() {
        LogRecord entry = new LogRecord(Level.WARNING, "event loop blocked for {0} ms");
        entry.setParameters(new Object[] {"3000"});

        assertThat(new LogFormat(false).format(entry))
                .matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3}   warning: event loop blocked for 3000 ms\\R");
    }

    @Test
    void leavesOutTheLevelOfWhatIsNoWarning() {
        assertThat(new LogFormat(false).format(new LogRecord(Level.INFO, "connected")))
                .endsWith("   connected" + System.lineSeparator());
    }

    @Test
    void writesTheErrorBehindTheMessage() {
        LogRecord entry = new LogRecord(Level.SEVERE, "failed");
        entry.setThrown(new IllegalStateException("why"));

        assertThat(new LogFormat(false).format(entry)).contains("failed (java.lang.IllegalStateException: why)");
    }

    @Test
    void writesAStackOnlyWhenTheWholeIsWanted() {
        LogRecord entry = new LogRecord(Level.WARNING, "blocked\n    at some.Method");

        assertThat(new LogFormat(false).format(entry)).doesNotContain("some.Method");
        assertThat(new LogFormat(true).format(entry)).contains("some.Method");
    }
}
