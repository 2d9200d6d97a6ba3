package org.creneau.partner;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.creneau.audit.AuditEntry;
import org.creneau.audit.AuditEntry.Action;
import org.creneau.audit.AuditLog;
import org.creneau.auth.Digest;
import org.creneau.core.FieldProblem;
import org.creneau.core.Ids;
import org.creneau.core.Page;
import org.creneau.core.Page.Start;
import org.creneau.core.RandomText;
import org.creneau.core.Sql;
import org.creneau.partner.PartnerSystems.Add;
import org.creneau.partner.PartnerSystems.AddResult;
import org.creneau.partner.PartnerSystems.AddSecret;
import org.creneau.partner.PartnerSystems.AddSecretResult;
import org.creneau.partner.PartnerSystems.Author;
import org.creneau.partner.PartnerSystems.ChangeResult;
import org.creneau.partner.PartnerSystems.Disable;
import org.creneau.partner.PartnerSystems.Issued;
import org.creneau.partner.PartnerSystems.ListResult;
import org.creneau.partner.PartnerSystems.ListSystems;
import org.creneau.partner.PartnerSystems.PartnerSystem;
import org.creneau.partner.PartnerSystems.RevokeSecret;
import org.jspecify.annotations.Nullable;

/** Manages partners' systems, for managers of the ministry and for the command line. */
public final class PartnerSystemService {

    private final Sql sql;
    private final PartnerSystemStore store;
    private final RandomText secrets = new RandomText();
    private final AuditLog auditLog;
    private final Consumer<Collection<UUID>> tokensEnded;

    /** @param tokensEnded is told of secrets whose tokens are good no longer */
    public PartnerSystemService(Pool pool, AuditLog auditLog, Consumer<Collection<UUID>> tokensEnded) {
        this.sql = new Sql(pool);
        this.store = new PartnerSystemStore(sql);
        this.auditLog = auditLog;
        this.tokensEnded = tokensEnded;
    }

    public Future<ListResult> list(ListSystems command) {
        Optional<Start<UUID>> start = Start.ofId(command.cursor());
        if (start.isEmpty()) {
            return Future.succeededFuture(new ListResult.BadCursor());
        }
        int limit = command.limit();
        return store.list(command.organisation(), limit + 1, start.get().after())
                .map(found -> new ListResult.Found(Page.cut(found, limit, PartnerSystem::id)));
    }

    public Future<AddResult> add(Add command) {
        List<FieldProblem> problems = problems(command);
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new AddResult.Invalid(problems));
        }
        UUID id = Ids.next();
        return sql.transaction(within -> PartnerSystemStore.insert(
                        within, id, command.organisation(), command.name(), command.scopes())
                .compose(inserted -> inserted
                        ? note(within, command.by(), "added", id)
                                .compose(noted -> give(within, id, command.publicKey()))
                                .map(AddResult.Added::new)
                        : Future.succeededFuture(invalid("/organisation", "organisation-unknown"))));
    }

    /** What a caller that did not come through the contract may get wrong, too. */
    private static List<FieldProblem> problems(Add command) {
        List<FieldProblem> problems = new ArrayList<>();
        String name = command.name();
        if (name.isBlank()) {
            problems.add(new FieldProblem("/name", "required"));
        } else if (name.codePointCount(0, name.length()) > PartnerSystems.NAME_MAX_LENGTH) {
            problems.add(new FieldProblem("/name", "too-long"));
        } else if (name.codePoints().anyMatch(Character::isISOControl)) {
            problems.add(new FieldProblem("/name", "invalid"));
        }
        if (command.scopes().isEmpty()) {
            problems.add(new FieldProblem("/scopes", "too-few"));
        }
        problems.addAll(problems(command.publicKey()));
        return problems;
    }

    private static List<FieldProblem> problems(@Nullable String publicKey) {
        return publicKey == null || PublicKeyText.read(publicKey).isPresent()
                ? List.of()
                : List.of(new FieldProblem("/publicKey", "public-key-unusable"));
    }

    private static AddResult invalid(String pointer, String code) {
        return new AddResult.Invalid(List.of(new FieldProblem(pointer, code)));
    }

    public Future<AddSecretResult> addSecret(AddSecret command) {
        List<FieldProblem> problems = problems(command.publicKey());
        if (!problems.isEmpty()) {
            return Future.succeededFuture(new AddSecretResult.Invalid(problems));
        }
        UUID id = command.systemId();
        List<UUID> ended = new ArrayList<>();
        return sql.<AddSecretResult>transaction(within -> PartnerSystemStore.find(within, id)
                        .compose(found -> {
                            if (found.isEmpty()) {
                                return Future.succeededFuture(new AddSecretResult.NotFound());
                            }
                            if (found.get().disabledAt() != null) {
                                return Future.succeededFuture(new AddSecretResult.IsDisabled());
                            }
                            return succeed(within, command, ended);
                        }))
                .onSuccess(done -> tokensEnded.accept(ended))
                .recover(failure -> failure instanceof KnownKey
                        ? Future.succeededFuture(new AddSecretResult.Invalid(
                                List.of(new FieldProblem("/publicKey", "public-key-known"))))
                        : Future.failedFuture(failure));
    }

    private Future<AddSecretResult> succeed(SqlClient within, AddSecret command, List<UUID> ended) {
        UUID id = command.systemId();
        if (command.overlapMinutes() == 0) {
            return PartnerSystemStore.revokeAll(within, id).compose(revoked -> {
                ended.addAll(revoked);
                return giveAnother(within, command);
            });
        }
        // What is refused changes nothing: the others get an end only when there is room for their successor.
        return PartnerSystemStore.goodSecrets(within, id)
                .compose(good -> good < PartnerSystems.MOST_SECRETS
                        ? PartnerSystemStore.expireSecrets(within, id, command.overlapMinutes())
                                .compose(expiring -> giveAnother(within, command))
                        : Future.succeededFuture(new AddSecretResult.TooMany()));
    }

    private Future<AddSecretResult> giveAnother(SqlClient within, AddSecret command) {
        String change = command.publicKey() == null ? "secretAdded" : "publicKeyAdded";
        return note(within, command.by(), change, command.systemId())
                .compose(noted -> give(within, command.systemId(), command.publicKey()))
                .map(AddSecretResult.Added::new);
    }

    public Future<ChangeResult> revoke(RevokeSecret command) {
        UUID id = command.systemId();
        List<UUID> ended = new ArrayList<>();
        return sql.transaction(within -> PartnerSystemStore.revoke(within, id, command.secretId())
                        .compose(revoked -> {
                            ended.addAll(revoked);
                            return revoked.isEmpty()
                                    ? PartnerSystemStore.hasSecret(within, id, command.secretId())
                                    : note(within, command.by(), "secretRevoked", id)
                                            .map(true);
                        })
                        .compose(there -> there
                                ? changed(within, id)
                                : Future.<ChangeResult>succeededFuture(new ChangeResult.NotFound())))
                .onSuccess(done -> tokensEnded.accept(ended));
    }

    public Future<ChangeResult> disable(Disable command) {
        UUID id = command.systemId();
        List<UUID> ended = new ArrayList<>();
        return sql.transaction(within -> PartnerSystemStore.disable(within, id)
                        .compose(disabled -> disabled
                                ? PartnerSystemStore.revokeAll(within, id).compose(revoked -> {
                                    ended.addAll(revoked);
                                    return note(within, command.by(), "disabled", id);
                                })
                                : Future.succeededFuture())
                        .compose(done -> changed(within, id)))
                .onSuccess(done -> tokensEnded.accept(ended));
    }

    private static Future<ChangeResult> changed(SqlClient within, UUID systemId) {
        return PartnerSystemStore.find(within, systemId)
                .map(found -> found.<ChangeResult>map(ChangeResult.Changed::new).orElseGet(ChangeResult.NotFound::new));
    }

    /** What was revoked stays so, and a key has one end: nothing of the transaction must stand. */
    private static final class KnownKey extends RuntimeException {

        @Serial
        private static final long serialVersionUID = 1;
    }

    /** @param publicKey one that can be used; null: a secret is drawn */
    private Future<Issued> give(SqlClient within, UUID systemId, @Nullable String publicKey) {
        UUID id = Ids.next();
        if (publicKey != null) {
            PublicKeyText key = PublicKeyText.read(publicKey).orElseThrow();
            return PartnerSystemStore.insertKey(within, systemId, id, key)
                    .compose(inserted ->
                            inserted ? issued(within, systemId, id, null) : Future.failedFuture(new KnownKey()));
        }
        String secret = secrets.next();
        return PartnerSystemStore.insertSecret(within, systemId, id, Digest.of(secret))
                .compose(inserted -> issued(within, systemId, id, secret));
    }

    private static Future<Issued> issued(SqlClient within, UUID systemId, UUID id, @Nullable String secret) {
        return PartnerSystemStore.find(within, systemId).map(system -> new Issued(system.orElseThrow(), id, secret));
    }

    private Future<Void> note(SqlClient within, Author by, String change, UUID systemId) {
        JsonObject details = new JsonObject().put("change", change).put("partner", systemId.toString());
        AuditEntry entry = by instanceof Author.Employee employee
                ? AuditEntry.by(employee.staff(), null, Action.PARTNER_CHANGED, details)
                : AuditEntry.byOperator(Action.PARTNER_CHANGED, details);
        return auditLog.record(within, entry);
    }
}
