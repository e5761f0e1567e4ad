package io.rbfly.simulation.network;

import io.netty.channel.ChannelId;

/** An id that is the same in each run of a seed, which those of Netty are not. */
record NumberedChannelId(int number) implements ChannelId {
    private static final long serialVersionUID = 1L;

    @Override
    public String asShortText() {
        return Integer.toString(number);
    }

    @Override
    public String asLongText() {
        return asShortText();
    }

    @Override
    public int compareTo(ChannelId other) {
        return Integer.compare(number, ((NumberedChannelId) other).number);
    }
}
