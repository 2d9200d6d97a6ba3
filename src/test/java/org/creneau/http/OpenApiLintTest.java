package org.creneau.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
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

    @Test
    void theLinterSeesFaults() throws IOException {
        String broken = contract().replace("summary: Does nothing", "sumary: Does nothing");
        assertEquals(1, parse(broken).getMessages().size());
        assertEquals(1, styleErrors(parse(broken)).size());
    }
}
