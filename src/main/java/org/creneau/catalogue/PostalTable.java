package org.creneau.catalogue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Postal areas of one country and where they lie. Compact: three arrays, sorted by code. */
final class PostalTable {

    private static final int RADIX = 36;

    private final int[] codes;
    private final float[] latitudes;
    private final float[] longitudes;

    private PostalTable(int[] codes, float[] latitudes, float[] longitudes) {
        this.codes = codes;
        this.latitudes = latitudes;
        this.longitudes = longitudes;
    }

    /** Reads {@code code,latitude,longitude,…} lines under a header. Blocks. */
    static PostalTable read(String resource) {
        try (InputStream file = Objects.requireNonNull(PostalTable.class.getResourceAsStream(resource), resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            // Some areas come without coordinates, which is as good as unknown.
            String[][] areas = lines.lines()
                    .skip(1)
                    .map(line -> line.split(",", 4))
                    .filter(area -> !area[1].isEmpty() && !area[2].isEmpty())
                    .sorted((a, b) -> Integer.compare(key(a[0]), key(b[0])))
                    .toArray(String[][]::new);
            return of(areas);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    private static PostalTable of(String[][] areas) {
        int[] codes = new int[areas.length];
        float[] latitudes = new float[areas.length];
        float[] longitudes = new float[areas.length];
        for (int i = 0; i < areas.length; i++) {
            codes[i] = key(areas[i][0]);
            latitudes[i] = Float.parseFloat(areas[i][1]);
            longitudes[i] = Float.parseFloat(areas[i][2]);
        }
        return new PostalTable(codes, latitudes, longitudes);
    }

    Optional<Coordinates> find(String code) {
        int index = Arrays.binarySearch(codes, key(code));
        return index < 0 ? Optional.empty() : Optional.of(new Coordinates(latitudes[index], longitudes[index]));
    }

    /** Codes of one country have one length, so that no two share a number. */
    private static int key(String code) {
        return Integer.parseInt(code, RADIX);
    }
}
