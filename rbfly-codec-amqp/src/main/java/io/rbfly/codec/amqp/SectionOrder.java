package io.rbfly.codec.amqp;

import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.value.SectionHead;
import io.rbfly.codec.amqp.value.ValueReader;
import io.rbfly.codec.amqp.value.ValueSkipper;
import org.jspecify.annotations.Nullable;

/** The order of the sections of a message: which may follow another one, and where one is. */
final class SectionOrder {
    private SectionOrder() {}

    /** Checks a section that does not come after the last one: only body sections may be repeated. */
    static void checkRepeated(int number, int last, int index) {
        if (number != last || number != SectionHead.DATA && number != SectionHead.SEQUENCE) {
            throw outOfPlace(number, last, index);
        }
    }

    /** Creates the exception for a section that must not follow the last one. */
    static AmqpDecodeException outOfPlace(int number, int last, int index) {
        return new AmqpDecodeException(
                SectionHead.name(number) + " section after " + SectionHead.name(last) + " section", index);
    }

    /** Returns a reader at the value of a section in the first part of a message, or null if it is missing. */
    static @Nullable ValueReader find(int section, byte[] array, int start, int partEnd, int end) {
        int position = start;
        while (position < partEnd) {
            long head = SectionHead.read(array, start, position, end);
            if (SectionHead.number(head) == section) {
                return new ValueReader(array, start, SectionHead.valueStart(head), partEnd);
            }
            position = ValueSkipper.end(array, start, SectionHead.valueStart(head), end);
        }
        return null;
    }
}
