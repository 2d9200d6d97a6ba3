package org.creneau.loadtest.report;

import com.samskivert.mustache.Mustache;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Writes {@code report.json}, and {@code report.html}, which needs nothing but itself: styles, script, charts and figures
 * are in it.
 */
public final class ReportFolder {

    private static final String UPLOT_VERSION = "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private final Path folder;

    /** @param folder is made when missing */
    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    public Path json() {
        return folder.resolve("report.json");
    }

    public Path html() {
        return folder.resolve("report.html");
    }

    /**
     * Writes both files, over older ones.
     *
     * @param report what is written as JSON, and given to the page's script
     * @param template a Mustache template among the resources of this package
     * @param page what the template is filled with
     */
    public void write(Object report, String template, Map<String, Object> page) {
        try {
            Files.createDirectories(folder);
            JsonFile.write(json(), report);
            Map<String, Object> all = new HashMap<>(page);
            all.put("style", resource("report.css"));
            all.put("script", resource("report.js"));
            all.put("uplotStyle", resource(uplot("uPlot.min.css")));
            all.put("uplotScript", resource(uplot("uPlot.iife.min.js")));
            all.put("figures", inScript(JsonFile.line(report)));
            String html = Mustache.compiler().compile(resource(template)).execute(all);
            Files.writeString(html(), html, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Text from elsewhere, such as a message, must not end the script element that it stands in. */
    private static String inScript(String json) {
        return json.replace("<", "\\u003c");
    }

    /** Webjars have their version in the path; the jar itself knows which. */
    private static String uplot(String file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(resource(UPLOT_VERSION)));
        return "/META-INF/resources/webjars/uplot/" + properties.getProperty("version") + "/dist/" + file;
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = ReportFolder.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IOException("resource " + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
