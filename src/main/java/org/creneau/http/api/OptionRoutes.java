package org.creneau.http.api;

import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.creneau.client.Options;
import org.creneau.client.Options.Menu;
import org.creneau.client.Registrations;
import org.creneau.core.LocalText;
import org.creneau.http.Call;
import org.creneau.http.Json;
import org.creneau.http.OperationHandler;
import org.creneau.http.Problems;
import org.creneau.http.Reply;
import org.creneau.http.Reply.Caching;
import org.creneau.http.Requests;
import org.creneau.http.api.CatalogueJson.Named;

/** What the forms of a registration choose from. */
final class OptionRoutes {

    private record Status(
            String id, String name, List<String> documents, boolean grantedOnRequired, boolean admissible) {}

    private record Menus(List<Named> heardFrom, List<Named> occupationField, List<Named> schooling) {}

    private record Declaration(String version, List<String> paragraphs) {}

    private final Requests requests;
    private final Problems problems;

    OptionRoutes(Requests requests, Problems problems) {
        this.requests = requests;
        this.problems = problems;
    }

    Map<String, OperationHandler> handlers() {
        return Map.of(
                "listImmigrationStatuses", call -> reply(call, OptionRoutes::statuses),
                "getMenus", call -> reply(call, OptionRoutes::menus),
                "getDeclaration", call -> reply(call, OptionRoutes::declaration),
                "listTowns", this::towns);
    }

    private Future<Options> options() {
        return requests.ask(Registrations.LISTS, new Registrations.Lists());
    }

    private Future<Reply> reply(Call call, BiFunction<Options, Locale, Object> content) {
        return options()
                .map(options -> tagged(content.apply(options, call.lang().locale()), call));
    }

    private static Reply tagged(Object content, Call call) {
        return Reply.tagged(Json.write(content), Caching.CATALOGUE, call.lang());
    }

    private static Object statuses(Options options, Locale locale) {
        List<Status> items = options.statuses().values().stream()
                .map(status -> new Status(
                        status.id(),
                        status.name().in(locale),
                        in(status.documents(), locale),
                        status.grantedOnRequired(),
                        status.admissible()))
                .toList();
        return new PageJson<>(items, null);
    }

    private static Object menus(Options options, Locale locale) {
        return new Menus(
                menu(options, Menu.HEARD_FROM, locale),
                menu(options, Menu.OCCUPATION_FIELD, locale),
                menu(options, Menu.SCHOOLING, locale));
    }

    private static List<Named> menu(Options options, Menu menu, Locale locale) {
        return options.menu(menu).stream().map(choice -> named(choice, locale)).toList();
    }

    private static Object declaration(Options options, Locale locale) {
        Options.Declaration declaration = options.declaration();
        return new Declaration(declaration.version(), in(declaration.paragraphs(), locale));
    }

    private Future<Reply> towns(Call call) {
        Locale locale = call.lang().locale();
        return options()
                .map(options -> PageJson.cut(
                                options.townsNamed(call.text("q")), call.whole("limit"), call.text("cursor"))
                        .map(page -> tagged(PageJson.of(page, town -> named(town, locale)), call))
                        .orElseGet(() -> problems.validation("?cursor", "invalid-cursor", call.lang())));
    }

    private static Named named(Options.Choice choice, Locale locale) {
        return new Named(choice.id(), choice.name().in(locale));
    }

    private static List<String> in(List<LocalText> texts, Locale locale) {
        return texts.stream().map(text -> text.in(locale)).toList();
    }
}
