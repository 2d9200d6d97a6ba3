package org.creneau.loadtest.report;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * Percentiles, in milliseconds; all 0 when nothing was measured.
 *
 * @param count measurements
 */
public record Latency(long count, double p50, double p95, double p99, double p999, double max) {

    /**
     * A point of the percentile curve.
     *
     * @param oneIn of how many one takes longer: 100 for the 99th percentile
     */
    public record Point(double oneIn, double millis) {}

    private static final int POINTS_PER_HALVING = 5;

    /** @param micros a histogram of microseconds */
    public static Latency of(Histogram micros) {
        return new Latency(
                micros.getTotalCount(), at(micros, 50), at(micros, 95), at(micros, 99), at(micros, 99.9), max(micros));
    }

    private static double at(Histogram micros, double percentile) {
        return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1000.0;
    }

    private static double max(Histogram micros) {
        return micros.getTotalCount() == 0 ? 0 : micros.getMaxValue() / 1000.0;
    }

    /** The curve from the median on, as far as there are measurements for it. */
    public static List<Point> curve(Histogram micros) {
        List<Point> points = new ArrayList<>();
        for (HistogramIterationValue value : micros.percentiles(POINTS_PER_HALVING)) {
            double above = 1 - value.getPercentileLevelIteratedTo() / 100;
            if (above > 0 && above <= 0.5) {
                points.add(new Point(1 / above, value.getValueIteratedTo() / 1000.0));
            }
        }
        return points;
    }
}
