export const one = 1;
export const two = 2,
  three = 3;
export let four = 4;
