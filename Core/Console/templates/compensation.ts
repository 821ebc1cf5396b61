import type { Template } from "../workflows/fromTemplate";

export const compensation: Template = {
  id: "compensation",
  name: "Booking with undo",
  description: "Reserves stock and charges a card; when the charge fails, the reservation is released.",
  needs: [
    {
      name: "STOCK_URL",
      note: "Reserves with POST and returns an `id`; releases with DELETE below it.",
      example: "https://stock.example.com/reservations",
    },
    { name: "PAYMENT_URL", note: "Charges a card.", example: "https://pay.example.com/charges" },
  ],
  trigger: { type: "http", method: "POST" },
  entry: "reserve",
  nodes: [
    {
      id: "reserve",
      type: "http_request",
      name: "Reserve the stock",
      at: [0, 0],
      data: {
        method: "POST",
        url: "{{env.STOCK_URL}}",
        body: { sku: "{{trigger.sku}}", quantity: "{{trigger.quantity}}" },
      },
    },
    { id: "payment", type: "try_catch", name: "Payment", at: [0, 140], data: {} },
    {
      id: "charge",
      type: "http_request",
      name: "Charge the card",
      at: [-160, 280],
      data: {
        method: "POST",
        url: "{{env.PAYMENT_URL}}",
        headers: { "Idempotency-Key": "{{event.instanceId}}" },
        body: { order: "{{trigger.orderId}}", amount: "{{trigger.amount}}" },
        retryLimit: 3,
        retryDelay: "5 seconds",
      },
    },
    {
      id: "booked",
      type: "step",
      name: "Booked",
      at: [-160, 420],
      data: { code: "return { booked: true, reservation: {{reserve.body.id}}, reason: null };" },
    },
    {
      id: "release",
      type: "http_request",
      name: "Release the stock",
      at: [160, 280],
      data: { method: "DELETE", url: "{{env.STOCK_URL}}/{{reserve.body.id}}", retryLimit: 10 },
    },
    {
      id: "released",
      type: "step",
      name: "Released",
      at: [160, 420],
      data: { code: "return { booked: false, reservation: null, reason: err.message };" },
    },
    { id: "result", type: "step", name: "Result", at: [0, 560], data: { code: "return {{payment}};" } },
  ],
  edges: [
    ["reserve", "payment"],
    ["payment", "charge", "try"],
    ["charge", "booked"],
    ["payment", "release", "catch"],
    ["release", "released"],
    ["payment", "result", "then"],
  ],
};
