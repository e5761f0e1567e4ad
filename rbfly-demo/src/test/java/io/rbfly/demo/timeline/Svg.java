package io.rbfly.demo.timeline;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A chart as it is written to a file. */
public final class Svg {
    private Svg() {}

    /** Returns the words in a chart. */
    public static List<String> texts(LaneChart chart) throws Exception {
        return texts(ChartFile.svg(chart));
    }

    static List<String> texts(String svg) throws Exception {
        NodeList elements = parsed(svg).getElementsByTagName("text");
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < elements.getLength(); i++) {
            texts.add(elements.item(i).getTextContent().strip());
        }
        return texts;
    }

    static Document parsed(String svg) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
    }
}
