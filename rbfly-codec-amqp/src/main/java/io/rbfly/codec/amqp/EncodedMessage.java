package io.rbfly.codec.amqp;

import io.netty.buffer.ByteBuf;
import io.rbfly.codec.amqp.error.AmqpDecodeException;
import io.rbfly.codec.amqp.error.AmqpEncodeException;
import io.rbfly.codec.amqp.value.CompactMap;
import io.rbfly.codec.amqp.value.SectionHead;
import io.rbfly.codec.amqp.value.TypeCode;
import io.rbfly.codec.amqp.value.ValueReader;
import io.rbfly.codec.amqp.value.ValueSkipper;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message that is a view of received octets. Its creation traverses the sections once without decoding them, and
 * retains the positions of frequent sections; the rare sections before the properties are searched again on access.
 *
 * <p>There is one object per received message, so its fields are chosen to take no more than 48 bytes.
 */
final class EncodedMessage extends AmqpMessage {
    /** The maximum number of body sections. */
    static final int MAX_BODY_SECTIONS = 10_000;

    private final byte[] array;
    private final int start;
    private final int end;

    // The start of each section. A section that is missing starts where the next one does.
    private final int propertiesStart;
    private final int applicationPropertiesStart;
    private final int bodyStart;
    private final int footerStart;

    /** The section number of the body. */
    private final byte bodyNumber;

    /** Length of the first body section before the constructor of its value. */
    private final byte bodyHeadLength;

    private final boolean severalBodySections;

    /**
     * Created when the first section is decoded. Threads may race to create it: the results are equal and have
     * immutable parts.
     */
    private @Nullable DecodedSections decoded;

    /** Finds the sections of a message. */
    static EncodedMessage of(byte[] array, int start, int end) {
        return DataWriter.isShortData(array, start, end)
                ? new EncodedMessage(array, start, end, SectionHead.LENGTH)
                : new EncodedMessage(array, start, end);
    }

    /** Creates a message that is a single data section. */
    private EncodedMessage(byte[] array, int start, int end, int bodyHeadLength) {
        this.array = array;
        this.start = start;
        this.end = end;
        this.propertiesStart = start;
        this.applicationPropertiesStart = start;
        this.bodyStart = start;
        this.footerStart = end;
        this.bodyNumber = SectionHead.DATA;
        this.bodyHeadLength = (byte) bodyHeadLength;
        this.severalBodySections = false;
    }

    private EncodedMessage(byte[] array, int start, int end) {
        int propertiesAt = -1;
        int applicationPropertiesAt = -1;
        int bodyAt = -1;
        int footerAt = -1;
        int last = -1;
        int bodyNumber = 0;
        int bodyHeadLength = 0;
        int moreBodySections = 0;
        int position = start;
        while (position < end) {
            long head = SectionHead.read(array, start, position, end);
            int number = SectionHead.number(head);
            if (number <= last) {
                SectionOrder.checkRepeated(number, last, position - start);
            }
            switch (number) {
                case SectionHead.PROPERTIES -> propertiesAt = position;
                case SectionHead.APPLICATION_PROPERTIES -> applicationPropertiesAt = position;
                case SectionHead.DATA, SectionHead.SEQUENCE, SectionHead.VALUE -> {
                    if (bodyAt < 0) {
                        bodyAt = position;
                        bodyNumber = number;
                        bodyHeadLength = SectionHead.valueStart(head) - position;
                    } else if (number != last) {
                        throw SectionOrder.outOfPlace(number, last, position - start);
                    } else if (++moreBodySections == MAX_BODY_SECTIONS) {
                        throw new AmqpDecodeException(
                                "body has more than " + MAX_BODY_SECTIONS + " sections", position - start);
                    }
                }
                case SectionHead.FOOTER -> footerAt = position;
                default -> {}
            }
            last = number;
            position = ValueSkipper.end(array, start, SectionHead.valueStart(head), end);
        }
        if (bodyAt < 0) {
            throw new AmqpDecodeException("message has no body", footerAt < 0 ? end - start : footerAt - start);
        }
        this.array = array;
        this.start = start;
        this.end = end;
        this.footerStart = footerAt < 0 ? end : footerAt;
        this.bodyStart = bodyAt;
        this.applicationPropertiesStart = applicationPropertiesAt < 0 ? bodyAt : applicationPropertiesAt;
        this.propertiesStart = propertiesAt < 0 ? applicationPropertiesStart : propertiesAt;
        this.bodyNumber = (byte) bodyNumber;
        this.bodyHeadLength = (byte) bodyHeadLength;
        this.severalBodySections = moreBodySections > 0;
    }

    // ---- sections -------------------------------------------------------------------------------------------------

    @Override
    public MessageHeader header() {
        DecodedSections sections = decoded();
        MessageHeader header = sections.header;
        if (header == null) {
            ValueReader in = find(SectionHead.HEADER);
            header = in == null ? MessageHeader.DEFAULT : SectionReader.header(in);
            sections.header = header;
        }
        return header;
    }

    @Override
    public Map<Object, @Nullable Object> deliveryAnnotations() {
        DecodedSections sections = decoded();
        Map<Object, @Nullable Object> annotations = sections.deliveryAnnotations;
        if (annotations == null) {
            annotations = annotations(find(SectionHead.DELIVERY_ANNOTATIONS));
            sections.deliveryAnnotations = annotations;
        }
        return annotations;
    }

    @Override
    public Map<Object, @Nullable Object> messageAnnotations() {
        DecodedSections sections = decoded();
        Map<Object, @Nullable Object> annotations = sections.messageAnnotations;
        if (annotations == null) {
            annotations = annotations(find(SectionHead.MESSAGE_ANNOTATIONS));
            sections.messageAnnotations = annotations;
        }
        return annotations;
    }

    @Override
    public MessageProperties properties() {
        DecodedSections sections = decoded();
        MessageProperties properties = sections.properties;
        if (properties == null) {
            int to = applicationPropertiesStart;
            properties = propertiesStart == to
                    ? MessageProperties.EMPTY
                    : SectionReader.properties(array, start, valueStart(propertiesStart, to), to);
            sections.properties = properties;
        }
        return properties;
    }

    @Override
    public Map<String, @Nullable Object> applicationProperties() {
        DecodedSections sections = decoded();
        Map<String, @Nullable Object> properties = sections.applicationProperties;
        if (properties == null) {
            ValueReader in = section(applicationPropertiesStart, bodyStart);
            properties = in == null ? CompactMap.empty() : SectionReader.applicationProperties(in);
            sections.applicationProperties = properties;
        }
        return properties;
    }

    @Override
    public @Nullable Object applicationProperty(String name) {
        DecodedSections sections = decoded;
        if (sections != null) {
            Map<String, @Nullable Object> properties = sections.applicationProperties;
            if (properties != null) {
                return properties.get(name);
            }
        }
        int from = applicationPropertiesStart;
        return from == bodyStart
                ? null
                : SectionReader.applicationProperty(array, start, valueStart(from, bodyStart), bodyStart, name);
    }

    @Override
    public Map<Object, @Nullable Object> footer() {
        DecodedSections sections = decoded();
        Map<Object, @Nullable Object> footer = sections.footer;
        if (footer == null) {
            footer = annotations(section(footerStart, end));
            sections.footer = footer;
        }
        return footer;
    }

    private static Map<Object, @Nullable Object> annotations(@Nullable ValueReader in) {
        return in == null ? CompactMap.empty() : SectionReader.annotations(in);
    }

    /** Returns a reader at the value of one of the sections before the properties, or null if it is missing. */
    private @Nullable ValueReader find(int section) {
        return SectionOrder.find(section, array, start, propertiesStart, end);
    }

    /** Returns a reader at the value of the section in a range, or null if the range is empty. */
    private @Nullable ValueReader section(int from, int to) {
        if (from == to) {
            return null;
        }
        return new ValueReader(array, start, valueStart(from, to), to);
    }

    private int valueStart(int from, int to) {
        return SectionHead.valueStart(SectionHead.read(array, start, from, to));
    }

    private DecodedSections decoded() {
        DecodedSections sections = decoded;
        if (sections == null) {
            sections = new DecodedSections();
            decoded = sections;
        }
        return sections;
    }

    // ---- body -----------------------------------------------------------------------------------------------------

    @Override
    public BodyType bodyType() {
        return switch (bodyNumber) {
            case SectionHead.DATA -> BodyType.DATA;
            case SectionHead.SEQUENCE -> BodyType.SEQUENCE;
            default -> BodyType.VALUE;
        };
    }

    @Override
    public @Nullable Object body() {
        if (severalBodySections) {
            return JoinedBody.of(bodyType(), bodySections());
        }
        if (bodyNumber == SectionHead.DATA) {
            return Arrays.copyOfRange(array, octetsStart(), footerStart);
        }
        return bodySections().get(0);
    }

    @Override
    public ByteBuffer data() {
        requireData();
        if (severalBodySections) {
            return ByteBuffer.wrap((byte[]) JoinedBody.of(BodyType.DATA, bodySections()))
                    .asReadOnlyBuffer();
        }
        return view(octetsStart(), footerStart);
    }

    /** Returns where the octets of the only data section start; they extend to its end. */
    private int octetsStart() {
        int value = bodyStart + bodyHeadLength;
        return value + ((array[value] & 0xff) == TypeCode.BINARY8 ? 2 : 5);
    }

    @Override
    public List<? extends @Nullable Object> bodySections() {
        DecodedSections sections = decoded();
        List<? extends @Nullable Object> body = sections.body;
        if (body == null) {
            body = readBody();
            sections.body = body;
        }
        return body;
    }

    private List<? extends @Nullable Object> readBody() {
        List<@Nullable Object> body = new ArrayList<>(1);
        int position = bodyStart;
        while (position < footerStart) {
            int value = SectionHead.valueStart(SectionHead.read(array, start, position, footerStart));
            ValueReader in = new ValueReader(array, start, value, footerStart);
            body.add(in.read());
            position = in.position();
        }
        return Collections.unmodifiableList(body);
    }

    @Override
    public AmqpMessage decodeAll() {
        header();
        deliveryAnnotations();
        messageAnnotations();
        properties();
        applicationProperties();
        if (bodyType() != BodyType.DATA) {
            bodySections();
        }
        footer();
        return this;
    }

    // ---- octets ---------------------------------------------------------------------------------------------------

    @Override
    public ByteBuffer raw() {
        return view(start, end);
    }

    /** Writes the received octets. */
    int copyTo(ByteBuf out) {
        int length = end - start;
        if (length > out.maxWritableBytes()) {
            throw new AmqpEncodeException(
                    "message", length + " octets do not fit into a buffer of at most " + out.maxCapacity() + " octets");
        }
        out.writeBytes(array, start, length);
        return length;
    }

    /** Returns whether two messages have the same octets; if not, they may still be equal. */
    boolean sameOctets(EncodedMessage other) {
        return Arrays.equals(array, start, end, other.array, other.start, other.end);
    }

    int hashOfOctets() {
        return raw().hashCode();
    }

    /** Returns a view of a range of octets that gives no access to others. */
    private ByteBuffer view(int from, int to) {
        return ByteBuffer.wrap(array, from, to - from).slice().asReadOnlyBuffer();
    }
}
