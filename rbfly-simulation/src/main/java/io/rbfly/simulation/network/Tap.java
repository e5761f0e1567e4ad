package io.rbfly.simulation.network;

import io.netty.buffer.ByteBuf;

/** Looks at what a channel sends and reads, when it does, without taking part. */
public interface Tap {
    /** The channel connects to a node. */
    void connecting(String node);

    /**
     * The client has written bytes, which are sent as soon as there is room.
     *
     * @param bytes the readable ones of this buffer, whose indexes must not be changed
     */
    void written(ByteBuf bytes);

    /** The network has taken bytes that were written, some of them or all. */
    void left(int bytes);

    /** The network had no room, and takes bytes again. */
    void writable();

    /**
     * The channel has read bytes, which are processed next.
     *
     * @param bytes the readable ones of this buffer, whose indexes must not be changed
     */
    void read(ByteBuf bytes);

    /** The channel is closed on its side. */
    void closed();
}
