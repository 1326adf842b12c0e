/** The most kilobytes that the first visit of the organization dashboard transfers, in all and of each kind. */
export const TRANSFERRED = [
  { what: "everything", address: /./, limit: 600 },
  { what: "WASM", address: /\.wasm$/, limit: 300 },
  { what: "the chart library", address: /echarts/, limit: 170 },
  { what: "CSS", address: /\.css$/, limit: 15 },
];
