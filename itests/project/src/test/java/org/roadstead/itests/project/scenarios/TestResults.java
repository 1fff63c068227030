package org.roadstead.itests.project.scenarios;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** What the XML reports of Surefire and Failsafe say of each test method. */
final class TestResults {
    /** A parameterized test and a test container write more behind the name of the method. */
    private static final Pattern METHOD = Pattern.compile("\\w+");

    /** What has become of a method, all its runs together: the worst one counts, and skipped is no run. */
    enum Result {
        NOT_RUN("not run"),
        SKIPPED("skipped"),
        PASSED("passed"),
        FAILED("failed");

        private final String words;

        Result(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    private final Map<String, Result> results = new HashMap<>();

    static TestResults read(Collection<Path> reports) throws IOException {
        TestResults results = new TestResults();
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            for (Path report : reports) {
                NodeList cases = builder.parse(report.toFile()).getElementsByTagName("testcase");
                for (int i = 0; i < cases.getLength(); i++) {
                    Element test = (Element) cases.item(i);
                    results.add(test.getAttribute("classname"), test.getAttribute("name"), result(test));
                }
            }
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
        return results;
    }

    private static Result result(Element test) {
        if (has(test, "failure") || has(test, "error")) {
            return Result.FAILED;
        }
        return has(test, "skipped") ? Result.SKIPPED : Result.PASSED;
    }

    private static boolean has(Element test, String child) {
        return test.getElementsByTagName(child).getLength() > 0;
    }

    void add(String type, String name, Result result) {
        Matcher method = METHOD.matcher(name);
        if (method.lookingAt()) {
            results.merge(type + "#" + method.group(), result, (a, b) -> a.compareTo(b) > 0 ? a : b);
        }
    }

    Result of(Mark mark) {
        return results.getOrDefault(mark.type() + "#" + mark.method(), Result.NOT_RUN);
    }
}
