/** The drawing of a balance history with uPlot, which is loaded when the first chart is shown. */
import type uPlot from 'uplot';
import { spanOf, type Point, type Stretch } from './chart-data';

export interface Paint {
  line: string;
  fill: string;
  grid: string;
  text: string;
  off: string;
}

export interface PlotWish {
  points: Point[];
  off: Stretch[];
  paint: Paint;
  width: number;
  height: number;
  font: string;
  /** What stands beside a height or under a place. */
  amountAt(value: number): string;
  dayAt(seconds: number): string;
  pointed(index: number | null): void;
}

const AXIS_WIDTH = 76;

export async function draw(place: HTMLElement, wish: PlotWish): Promise<uPlot> {
  const { default: Plot } = await import('uplot');
  const { points, paint } = wish;
  const axis = {
    stroke: paint.text,
    font: `12px ${wish.font}`,
    grid: { stroke: paint.grid, width: 1 },
    ticks: { show: false },
  };
  const options: uPlot.Options = {
    width: wish.width,
    height: wish.height,
    padding: [10, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, fill: paint.line } },
    scales: {
      x: { time: true, range: () => spanOf(points) },
      y: { range: (_, low, high) => roomy(low, high) },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        space: 72,
        size: 30,
        values: (_, places) => places.map((each) => wish.dayAt(each)),
      },
      { ...axis, size: AXIS_WIDTH, space: 44, values: (_, places) => places.map((each) => wish.amountAt(each)) },
    ],
    series: [
      {},
      {
        stroke: paint.line,
        width: 2,
        fill: paint.fill,
        paths: Plot.paths.stepped!({ align: 1 }),
        points: { show: points.length < 3, size: 7, fill: paint.line },
      },
    ],
    hooks: {
      drawClear: [(plot) => wish.off.forEach((each) => hatch(plot, each, paint.off))],
      setCursor: [(plot) => wish.pointed(plot.cursor.idx ?? null)],
    },
  };
  return new Plot(options, [points.map((each) => each.x), points.map((each) => each.y)], place);
}

/** Some room above and below, and a height at all where the balance never moved. */
function roomy(low: number, high: number): [number, number] {
  const room = (high - low) * 0.12 || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}

/** Slanted lines over the days that do not add up. */
function hatch(plot: uPlot, { from, to }: Stretch, colour: string): void {
  const { ctx, bbox } = plot;
  const left = Math.max(bbox.left, plot.valToPos(from, 'x', true));
  const right = Math.min(bbox.left + bbox.width, Math.max(plot.valToPos(to, 'x', true), left + 4));
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, right - left, bbox.height);
  ctx.clip();
  ctx.strokeStyle = colour;
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  for (let x = left - bbox.height; x < right; x += 9) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}
