// Which part of the standard library the page loads.
export const keeps = () => true;
