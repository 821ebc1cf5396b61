const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** A schedule: five fields in UTC, weekdays from 1 (Sunday) to 7, as the server reads them. */
export interface Cron {
  readonly text: string;
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly monthDay: string;
  readonly weekDay: string;
  isDay(date: Date): boolean;
}

/** `undefined` for a text that is not a cron expression. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.split(/[ \t\n\v\f\r\x85\u2028\u2029]+/).filter(Boolean);
  if (fields.length !== 5) return undefined;
  const [minute, hour, monthDay, month, weekDay] = fields;
  const minutes = values(minute, 0, 59), hours = values(hour, 0, 23);
  const monthsOfYear = values(month, 1, 12, months);
  const inMonth = dayOfMonth(monthDay), inWeek = dayOfWeek(weekDay);
  if (!minutes || !hours || !monthsOfYear || !inMonth || !inWeek) return undefined;
  return {
    text,
    minutes,
    hours,
    months: monthsOfYear,
    monthDay,
    weekDay,
    isDay: (date) => {
      if (!monthsOfYear.includes(date.getUTCMonth() + 1)) return false;
      if (monthDay === "*") return inWeek(date);
      return weekDay === "*" ? inMonth(date) : inMonth(date) || inWeek(date);
    },
  };
}

/** The next times it fires, at most as many as are wanted. */
export function nextTimes(cron: Cron, after: Date, count: number): Date[] {
  const times: Date[] = [];
  const day = new Date(Date.UTC(after.getUTCFullYear(), after.getUTCMonth(), after.getUTCDate()));
  // The fifth Monday of February comes after 40 years at the latest.
  for (let offset = 0; offset < 40 * 366 && times.length < count; offset++) {
    if (cron.isDay(day)) {
      for (const hour of cron.hours) {
        for (const minute of cron.minutes) {
          const time = new Date(day.getTime() + (hour * 60 + minute) * 60_000);
          if (time > after && times.length < count) times.push(time);
        }
      }
    }
    day.setUTCDate(day.getUTCDate() + 1);
  }
  return times;
}

/** The schedule in words. */
export function cronWords(cron: Cron): string {
  return [timeWords(cron), dayWords(cron), monthWords(cron)].filter(Boolean).join(" ") + " (UTC)";
}

function timeWords({ minutes, hours }: Cron): string {
  const step = stepOf(minutes, 60), hourStep = stepOf(hours, 24);
  if (minutes.length === 60 && hours.length === 24) return "Every minute";
  if (hours.length === 24 && step) return `Every ${step} minutes`;
  if (hours.length === 24 && minutes.join() === "0") return "Every hour";
  if (hourStep && minutes.join() === "0") return `Every ${hourStep} hours`;
  if (minutes.length * hours.length <= 4) {
    return `At ${list(hours.flatMap((hour) => minutes.map((minute) => `${two(hour)}:${two(minute)}`)))}`;
  }
  const at = minutes.length === 60 ? "Every minute" : step ? `Every ${step} minutes` : `At minute ${list(minutes)}`;
  if (hours.length === 24) return `${at} of every hour`;
  if (hourStep) return `${at} of every ${hourStep}th hour`;
  const isRange = hours.length > 2 && hours[hours.length - 1] - hours[0] === hours.length - 1;
  return isRange
    ? `${at} from ${two(hours[0])}:00 to ${two(hours[hours.length - 1])}:59`
    : `${at} of the hours ${list(hours)}`;
}

function dayWords({ monthDay, weekDay }: Cron): string {
  const month = monthDay === "*" ? "" : monthDayWords(monthDay);
  const week = weekDay === "*" ? "" : weekDayWords(weekDay);
  return month && week ? `${month} or ${week}` : month || week;
}

function monthDayWords(field: string): string {
  if (field === "L") return "on the last day of the month";
  if (field === "LW") return "on the last weekday of the month";
  if (field.endsWith("W")) return `on the weekday nearest to day ${field.slice(0, -1)}`;
  return `on day ${list(values(field, 1, 31)!)} of the month`;
}

const ordinals = ["first", "second", "third", "fourth", "fifth"];

function weekDayWords(field: string): string {
  const [day, nth] = field.split("#");
  if (nth) return `on the ${ordinals[Number(nth) - 1]} ${weekdays[one(day)! - 1]} of the month`;
  if (field !== "L" && field.endsWith("L")) {
    return `on the last ${weekdays[one(field.slice(0, -1))! - 1]} of the month`;
  }
  const days = field === "L" ? [7] : values(field, 1, 7, weekdays)!;
  if (days.join() === "2,3,4,5,6") return "from Monday to Friday";
  return `on ${list(days.map((value) => weekdays[value - 1]))}`;
}

function monthWords({ months: values }: Cron): string {
  return values.length === 12 ? "" : `in ${list(values.map((value) => months[value - 1]))}`;
}

function dayOfMonth(field: string): ((date: Date) => boolean) | undefined {
  if (field === "*") return () => true;
  if (field === "L") return (date) => date.getUTCDate() === lengthOfMonth(date);
  if (field === "LW") return (date) => date.getUTCDate() === workday(lengthOfMonth(date), date);
  const near = /^(\d+)W$/.exec(field);
  if (near) {
    const day = Number(near[1]);
    if (day < 1 || day > 31) return undefined;
    return (date) => day <= lengthOfMonth(date) && date.getUTCDate() === workday(day, date);
  }
  const days = values(field, 1, 31);
  return days && ((date) => days.includes(date.getUTCDate()));
}

function dayOfWeek(field: string): ((date: Date) => boolean) | undefined {
  if (field === "*") return () => true;
  const weekday = (date: Date) => date.getUTCDay() + 1;
  if (field === "L") return (date) => weekday(date) === 7;
  const [text, nth, ...more] = field.split("#");
  if (nth !== undefined) {
    const day = one(text);
    if (!day || more.length > 0 || !/^0*[1-5]$/.test(nth)) return undefined;
    return (date) => weekday(date) === day && Math.floor((date.getUTCDate() - 1) / 7) + 1 === Number(nth);
  }
  if (field.endsWith("L")) {
    const day = one(field.slice(0, -1));
    return day === undefined
      ? undefined
      : (date) => weekday(date) === day && date.getUTCDate() + 7 > lengthOfMonth(date);
  }
  const days = values(field, 1, 7, weekdays);
  return days && ((date) => days.includes(weekday(date)));
}

function one(text: string): number | undefined {
  const day = numberOf(text, 1, weekdays);
  return day >= 1 && day <= 7 ? day : undefined;
}

/** A number, or the name that stands for it; `NaN` for everything else. */
function numberOf(text: string, least: number, names: readonly string[]): number {
  const index = names.findIndex((name) => name.slice(0, 3).toUpperCase() === text.toUpperCase());
  return index >= 0 ? index + least : /^\d+$/.test(text) ? Number(text) : NaN;
}

/** The numbers of a field with lists, ranges and steps, ascending. A plain `*` stands alone. */
function values(field: string, least: number, most: number, names: readonly string[] = []): number[] | undefined {
  const found = new Set<number>();
  const items = field.split(",");
  for (const item of items) {
    const [range, step, ...more] = item.split("/");
    const by = step === undefined ? 1 : /^\d+$/.test(step) ? Number(step) : 0;
    // A larger step leads to no other value.
    if (more.length > 0 || by < 1 || by > most - least || item === "*" && items.length > 1) return undefined;
    const ends = range === "*" ? [least, most] : range.split("-").map((end) => numberOf(end, least, names));
    const [from, to] = ends.length === 1 ? [ends[0], step === undefined ? ends[0] : most] : ends;
    if (ends.length > 2 || !(from >= least && to <= most && from <= to)) return undefined;
    for (let value = from; value <= to; value += by) found.add(value);
  }
  return [...found].sort((left, right) => left - right);
}

function lengthOfMonth(date: Date): number {
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
}

/** The day from Monday to Friday in the month that is nearest to a day of it. */
function workday(day: number, date: Date): number {
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day === 1 ? 3 : day - 1;
  if (weekday === 0) return day === lengthOfMonth(date) ? day - 2 : day + 1;
  return day;
}

function stepOf(values: readonly number[], length: number): number | undefined {
  if (values.length < 2 || values[0] !== 0 || length % values.length !== 0) return undefined;
  const step = length / values.length;
  return values.every((value, index) => value === index * step) ? step : undefined;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function list(items: readonly (string | number)[]): string {
  const last = items[items.length - 1];
  return items.length > 1 ? `${items.slice(0, -1).join(", ")} and ${last}` : String(last);
}
