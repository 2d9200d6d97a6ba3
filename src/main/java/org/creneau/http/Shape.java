package org.creneau.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A schema of the contract, made ready to check what clients send.
 *
 * <p>The validator that comes with the contract-first router checks each request on a pool of worker threads with an
 * unbounded queue, guesses types from the looks of a parameter, and does not say well which field is wrong. This one
 * runs in place and names every field. It knows the part of JSON Schema that the contract uses for requests, and
 * {@link ShapeCompiler} refuses the rest at the start, so that no rule in the contract is silently ignored.
 */
sealed interface Shape {

    /** @param at where the value is, as a pointer */
    void check(@Nullable Object value, String at, Faults faults);

    /** What a parameter's text means; null when it cannot be of this type. */
    @Nullable
    Object parse(String text);

    /** How a string must look, beyond its pattern. */
    enum Format {
        ANY(null),
        DATE("2026-03-31"),
        /** With an offset. */
        DATE_TIME("2026-03-31T09:00:00-04:00");

        final @Nullable String example;

        Format(@Nullable String example) {
            this.example = example;
        }

        boolean accepts(String text) {
            if (this == ANY) {
                return true;
            }
            try {
                if (this == DATE) {
                    LocalDate.parse(text);
                } else {
                    OffsetDateTime.parse(text);
                }
                return true;
            } catch (DateTimeException notOne) {
                return false;
            }
        }
    }

    /** @param oneOf in the contract's order; empty: anything */
    record Text(int min, int max, @Nullable Pattern pattern, Format format, List<String> oneOf) implements Shape {
        @Override
        public void check(@Nullable Object value, String at, Faults faults) {
            if (!(value instanceof String text)) {
                faults.add(at, "wrong-type");
                return;
            }
            int length = text.codePointCount(0, text.length());
            // Who writes a date in another way is helped by an example, and not by the number of its characters.
            boolean measured = format == Format.ANY;
            if (!storable(text)) {
                faults.add(at, "wrong-format");
            } else if (length < min) {
                faults.add(at, measured ? "too-short" : "wrong-format", measured ? min : format.example);
            } else if (length > max) {
                faults.add(at, measured ? "too-long" : "wrong-format", measured ? max : format.example);
            } else if ((pattern != null && !pattern.matcher(text).find()) || !format.accepts(text)) {
                faults.add(at, "wrong-format", format.example);
            } else if (!oneOf.isEmpty() && !oneOf.contains(text)) {
                faults.add(at, "not-allowed", String.join(", ", oneOf));
            }
        }

        /** Half a character, or none (NUL), would become another one on its way to the database. */
        private static boolean storable(String text) {
            for (int i = 0; i < text.length(); ) {
                int c = text.codePointAt(i);
                if (c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
                    return false;
                }
                i += Character.charCount(c);
            }
            return true;
        }

        @Override
        public Object parse(String text) {
            return text;
        }
    }

    /** An integer. */
    record Whole(long min, long max) implements Shape {

        private static final Pattern DIGITS = Pattern.compile("-?[0-9]{1,18}");

        @Override
        public void check(@Nullable Object value, String at, Faults faults) {
            BigDecimal number = value instanceof Number given ? integral(given) : null;
            if (number == null) {
                faults.add(at, "wrong-type");
                return;
            }
            if (number.compareTo(BigDecimal.valueOf(min)) < 0) {
                faults.add(at, "too-small", min);
            } else if (number.compareTo(BigDecimal.valueOf(max)) > 0) {
                faults.add(at, "too-large", max);
            }
        }

        /** The number, if it is a whole one: 100, 100.0 and 1e2 are the same in JSON. */
        private static @Nullable BigDecimal integral(Number given) {
            if (given instanceof Double real && !Double.isFinite(real)) {
                return null;
            }
            BigDecimal number = new BigDecimal(given.toString());
            return number.stripTrailingZeros().scale() <= 0 ? number : null;
        }

        @Override
        public @Nullable Object parse(String text) {
            return DIGITS.matcher(text).matches() ? Long.valueOf(text) : null;
        }
    }

    /** Any number. */
    record Real(double min, double max) implements Shape {
        @Override
        public void check(@Nullable Object value, String at, Faults faults) {
            if (!(value instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                faults.add(at, "wrong-type");
            } else if (number.doubleValue() < min) {
                faults.add(at, "too-small", plain(min));
            } else if (number.doubleValue() > max) {
                faults.add(at, "too-large", plain(max));
            }
        }

        private static String plain(double bound) {
            return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
        }

        @Override
        public @Nullable Object parse(String text) {
            return null; // no parameter of the contract is one
        }
    }

    /** True or false. */
    record Truth() implements Shape {
        @Override
        public void check(@Nullable Object value, String at, Faults faults) {
            if (!(value instanceof Boolean)) {
                faults.add(at, "wrong-type");
            }
        }

        @Override
        public @Nullable Object parse(String text) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> null;
            };
        }
    }

    /** An array. */
    record Items(int min, int max, Shape each) implements Shape {
        @Override
        public void check(@Nullable Object value, String at, Faults faults) {
            if (!(value instanceof JsonArray array)) {
                faults.add(at, "wrong-type");
                return;
            }
            if (array.size() < min) {
                faults.add(at, "too-few", min);
            } else if (array.size() > max) {
                faults.add(at, "too-many", max);
            } else {
                for (int i = 0; i < array.size(); i++) {
                    each.check(array.getValue(i), at + '/' + i, faults);
                }
            }
        }

        @Override
        public @Nullable Object parse(String text) {
            return null; // no parameter of the contract is a list; the compiler sees to it
        }
    }

    /** An object that has these fields and no others. */
    record Fields(Map<String, Shape> fields, List<String> required) implements Shape {
        @Override
        public void check(@Nullable Object value, String at, Faults faults) {
            if (!(value instanceof JsonObject object)) {
                faults.add(at, "wrong-type");
                return;
            }
            for (String name : required) {
                if (!object.containsKey(name)) {
                    faults.add(Faults.below(at, name), "required");
                }
            }
            for (String name : object.fieldNames()) {
                Shape field = fields.get(name);
                if (field == null) {
                    faults.add(Faults.below(at, name), "unknown");
                } else {
                    field.check(object.getValue(name), Faults.below(at, name), faults);
                }
            }
        }

        @Override
        public @Nullable Object parse(String text) {
            return null;
        }
    }
}
