package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openapitools.empoa.swagger.core.internal.SwAdapter;
import org.openapitools.openapistylevalidator.OpenApiSpecStyleValidator;
import org.openapitools.openapistylevalidator.ValidatorParameters;
import org.openapitools.openapistylevalidator.ValidatorParameters.NamingConvention;

class OpenApiLintTest {

    private static SwaggerParseResult parse(String contract) {
        ParseOptions options = new ParseOptions();
        options.setResolve(true);
        return new OpenAPIV3Parser().readContents(contract, List.of(), options);
    }

    private static List<String> styleErrors(SwaggerParseResult parsed) {
        ValidatorParameters rules = new ValidatorParameters()
                .setValidateInfoContact(false) // a contact is the operator's, not the software's
                .setPathNamingConvention(NamingConvention.HyphenCase)
                .setHeaderNamingConvention(NamingConvention.AnyCase) // Idempotency-Key, WWW-Authenticate: given names
                .setSchemaNamingConvention(NamingConvention.PascalCase)
                .setPropertyNamingConvention(NamingConvention.CamelCase)
                .setQueryParamNamingConvention(NamingConvention.CamelCase)
                .setPathParamNamingConvention(NamingConvention.CamelCase);
        return new OpenApiSpecStyleValidator(SwAdapter.toOpenAPI(parsed.getOpenAPI()))
                .validate(rules).stream().map(Object::toString).toList();
    }

    private static String contract() throws IOException {
        try (InputStream in = OpenApiLintTest.class.getResourceAsStream("/openapi.yaml")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void theContractIsValidOpenApi() throws IOException {
        assertEquals(List.of(), parse(contract()).getMessages());
    }

    @Test
    void theContractKeepsToTheStyle() throws IOException {
        assertEquals(List.of(), styleErrors(parse(contract())));
    }

    /** Whatever is made and has a path of its own to be asked for. */
    @Test
    void whatIsMadeSaysWhereItIs() throws IOException {
        Paths paths = parse(contract()).getOpenAPI().getPaths();
        Set<String> shown = paths.entrySet().stream()
                .filter(path ->
                        path.getValue().getGet() != null && path.getKey().endsWith("}"))
                .map(path -> path.getKey().replaceFirst("/\\{[^/]*}$", ""))
                .collect(Collectors.toSet());
        Map<String, Boolean> located = new TreeMap<>();
        paths.forEach((path, item) -> {
            Operation post = item.getPost();
            ApiResponse made = post == null ? null : post.getResponses().get("201");
            if (made != null && shown.contains(path)) {
                located.put(
                        post.getOperationId(),
                        made.getHeaders() != null && made.getHeaders().containsKey("Location"));
            }
        });
        assertTrue(located.size() > 3, located::toString);
        assertFalse(located.containsValue(false), located::toString);
    }

    @Test
    void theLinterSeesFaults() throws IOException {
        String broken = contract().replace("summary: Does nothing", "sumary: Does nothing");
        assertEquals(1, parse(broken).getMessages().size());
        assertEquals(1, styleErrors(parse(broken)).size());
    }
}
