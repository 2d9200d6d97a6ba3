'use strict';

(function () {
  const figures = JSON.parse(document.getElementById('figures').textContent);
  const dark = matchMedia('(prefers-color-scheme: dark)');

  // Distinct for most kinds of colour vision, on white and on black.
  const LIGHT = ['#0b6bcb', '#c2410c', '#14692f', '#7c3aed', '#92700c', '#b0186c', '#4b5563'];
  const DARK = ['#67b0ff', '#ff9d5c', '#6fd68d', '#b79bff', '#e3c14f', '#ff85c2', '#b5bcc8'];
  const DASHES = [[], [8, 4], [2, 4], [12, 4, 2, 4], [4, 4], [16, 6], [2, 8]];

  const charts = [];

  function number(value) {
    return value == null ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: 2 });
  }

  /** One line for each series: {label, values}. */
  function lines(id, x, series, options) {
    const element = document.getElementById(id);
    const draw = function () {
      element.replaceChildren();
      const ink = dark.matches ? '#ececf1' : '#1b1b1f';
      const grid = dark.matches ? '#3a3a44' : '#d6d6de';
      const colours = dark.matches ? DARK : LIGHT;
      const axis = { stroke: ink, grid: { stroke: grid, width: 1 }, ticks: { stroke: grid } };
      const scales = { x: { time: false, distr: options.logX ? 3 : 1 }, y: { distr: options.logY ? 3 : 1 } };
      if (!options.logY) {
        scales.y.range = function (u, min, max) { return [0, Math.max(max * 1.05, 1e-9)]; };
      }
      new uPlot({
        width: Math.max(320, Math.min(element.clientWidth || 900, 1100)),
        height: 320,
        scales: scales,
        axes: [
          Object.assign({ label: options.x, values: options.xTicks }, axis),
          Object.assign({ label: options.y, size: 72 }, axis),
        ],
        series: [{ label: options.x, value: function (u, v) { return number(v); } }].concat(
          series.map(function (one, i) {
            return {
              label: one.label,
              stroke: colours[i % colours.length],
              dash: DASHES[i % DASHES.length],
              width: 2,
              spanGaps: true,
              points: { show: false },
              value: function (u, v) { return number(v); },
            };
          })),
      }, [x].concat(series.map(function (one) { return one.values; })), element);
    };
    charts.push(draw);
    draw();
  }

  function table(id, x, series) {
    const made = document.createElement('table');
    const head = made.createTHead().insertRow();
    [{ label: 's' }].concat(series).forEach(function (one) {
      const cell = document.createElement('th');
      cell.scope = 'col';
      cell.textContent = one.label;
      head.append(cell);
    });
    const body = made.createTBody();
    x.forEach(function (at, i) {
      const row = body.insertRow();
      const first = document.createElement('th');
      first.scope = 'row';
      first.textContent = number(at);
      row.append(first);
      series.forEach(function (one) {
        const cell = row.insertCell();
        cell.className = 'n';
        cell.textContent = number(one.values[i]);
      });
    });
    document.getElementById(id).append(made);
  }

  /** Series with instants of their own, brought onto one axis. */
  function joined(all, pick) {
    const tables = all.map(function (one) { return [one.seconds, pick(one)]; });
    return tables.length === 0 ? [[]] : uPlot.join(tables);
  }

  /** A logarithmic axis has no zero. */
  function positive(values) {
    return values.map(function (value) { return value == null || value <= 0 ? null : value; });
  }

  const time = figures.series;
  const outcomes = [
    { label: 'sent', values: time.sent },
    { label: 'refused: full', values: time.refused },
    { label: 'booked', values: time.booked },
    { label: 'searches', values: time.searches },
    { label: 'refused: not open yet', values: time.notOpen },
    { label: 'errors', values: time.failed },
    { label: 'told to come back', values: time.comeBack },
  ];
  lines('chart-outcomes', time.seconds, outcomes, { x: 'seconds from the release', y: 'per second' });
  table('table-outcomes', time.seconds, outcomes.concat([{ label: 'cancelled or moved', values: time.changed }]));

  const latency = [
    { label: 'p50', values: positive(time.p50) },
    { label: 'p95', values: positive(time.p95) },
    { label: 'p99', values: positive(time.p99) },
    { label: 'max', values: positive(time.max) },
  ];
  lines('chart-latency', time.seconds, latency, { x: 'seconds from the release', y: 'ms', logY: true });
  table('table-latency', time.seconds, latency);

  const kinds = figures.latencies.filter(function (kind) { return kind.curve.length > 1; });
  if (kinds.length > 0) {
    const curves = uPlot.join(kinds.map(function (kind) {
      return [
        kind.curve.map(function (point) { return point.oneIn; }),
        positive(kind.curve.map(function (point) { return point.millis; })),
      ];
    }));
    lines('chart-curve', curves[0], kinds.map(function (kind, i) {
      return { label: kind.kind, values: curves[i + 1] };
    }), { x: 'one in … takes longer', y: 'ms', logX: true, logY: true });
  }

  const cpu = joined(figures.usage, function (one) { return one.cores; });
  lines('chart-cpu', cpu[0], figures.usage.map(function (one, i) {
    return { label: one.source, values: cpu[i + 1] };
  }), { x: 'seconds from the release', y: 'cores' });

  const measured = figures.usage.filter(function (one) { return one.memoryMiBPeak > 0; });
  const memory = joined(measured, function (one) { return one.memoryMiB; });
  lines('chart-memory', memory[0], measured.map(function (one, i) {
    return { label: one.source, values: memory[i + 1] };
  }), { x: 'seconds from the release', y: 'MiB' });

  dark.addEventListener('change', function () { charts.forEach(function (draw) { draw(); }); });
})();
