package io.rbfly.testkit.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;

/** One direction of a connection. It is run by a separate thread. */
final class Pipe implements Runnable {
    private static final int PIECE = 64 << 10;

    private final Link link;
    private final Socket from;
    private final Socket to;
    private final Faults faults;
    private final long cutAfter;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private volatile boolean frozen;
    private boolean endHeld;
    private long passed;

    /** Forwards {@code cutAfter} bytes, and then ends the connection. */
    Pipe(Link link, Socket from, Socket to, Faults faults, long cutAfter) {
        this.link = link;
        this.from = from;
        this.to = to;
        this.faults = faults;
        this.cutAfter = cutAfter;
    }

    @Override
    public void run() {
        byte[] bytes = new byte[PIECE];
        try {
            for (int length; (length = from.getInputStream().read(bytes)) >= 0; ) {
                if (faults.delayMillis() > 0) {
                    Thread.sleep(faults.delayMillis());
                }
                faults.corrupt(bytes, length);
                pass(bytes, length);
            }
        } catch (IOException e) {
            // treated as the end of the connection
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    /** Holds back data, as if the direction were frozen. */
    void freeze() {
        frozen = true;
    }

    /** Forwards what was held back, and then continues as usual. */
    synchronized void thaw() {
        frozen = false;
        byte[] bytes = held.toByteArray();
        held.reset();
        write(bytes, bytes.length);
        if (endHeld) {
            link.close();
        }
    }

    /** The end of the data, which is forwarded to the other side. */
    private synchronized void end() {
        if (holding()) {
            endHeld = true;
        } else {
            link.close();
        }
    }

    private synchronized void pass(byte[] bytes, int length) {
        if (holding()) {
            held.write(bytes, 0, length);
        } else {
            write(bytes, length);
        }
    }

    private boolean holding() {
        return frozen || faults.frozen() || held.size() > 0;
    }

    private void write(byte[] bytes, int length) {
        int allowed = (int) Math.min(length, cutAfter - passed);
        try {
            to.getOutputStream().write(bytes, 0, allowed);
        } catch (IOException e) {
            // The pipe that reads from that socket detects it, too.
        }
        passed += allowed;
        if (passed == cutAfter) {
            link.cut();
        }
    }
}
