package org.creneau.auth;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Files to be imported (guide 2.1): known persons first, so that the accounts may name them.
 *
 * @param persons null: none
 * @param accounts null: none
 * @param dryRun everything is looked at, nothing is changed
 */
public record ImportRequest(
        @Nullable Path persons, @Nullable Path accounts, boolean dryRun) {}
