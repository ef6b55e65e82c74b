// Dates and numbers in words, for the two languages that this book has. There is no `Intl` here.

const pad = (number) => String(number).padStart(2, '0');

function isKorean(locale) {
  return /^ko\b/.test(String([locale].flat()[0] ?? ''));
}

function dateText(date, locale) {
  const [year, month, day] = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return isKorean(locale) ? `${year}. ${month}. ${day}.` : `${month}/${day}/${year}`;
}

function timeText(date, locale, options = {}) {
  const hours = date.getHours();
  const rest = `${pad(date.getMinutes())}:${pad(date.getSeconds())}`;
  if (options?.hour12 === false) return `${pad(hours)}:${rest}`;
  const shown = `${hours % 12 === 0 ? 12 : hours % 12}:${rest}`;
  return isKorean(locale) ? `${hours < 12 ? '오전' : '오후'} ${shown}`
    : `${shown} ${hours < 12 ? 'AM' : 'PM'}`;
}

function numberText(value, locale, { minimumFractionDigits = 0, maximumFractionDigits } = {}) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value < 0 ? '-∞' : '∞';
  const most = maximumFractionDigits ?? Math.max(minimumFractionDigits, 3);
  let [whole, fraction = ''] = Math.abs(value).toFixed(most).split('.');
  while (fraction.length > minimumFractionDigits && fraction.endsWith('0')) fraction =
    fraction.slice(0, -1);
  whole = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${value < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`;
}

function define(prototype, name, value) {
  Object.defineProperty(prototype, name, { value, writable: true, configurable: true });
}

export function installLocale() {
  define(Date.prototype, 'toLocaleDateString', function toLocaleDateString(locale) {
    return dateText(this, locale);
  });
  define(Date.prototype, 'toLocaleTimeString', function toLocaleTimeString(locale, options) {
    return timeText(this, locale, options);
  });
  define(Date.prototype, 'toLocaleString', function toLocaleString(locale, options) {
    const between = isKorean(locale) ? ' ' : ', ';
    return `${dateText(this, locale)}${between}${timeText(this, locale, options)}`;
  });
  define(Number.prototype, 'toLocaleString', function toLocaleString(locale, options) {
    return numberText(Number(this), locale, options);
  });
}
