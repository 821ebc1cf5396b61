import type { Template } from "../workflows/fromTemplate";

export const fanOut: Template = {
  id: "fan-out",
  name: "Two sources at once",
  description: "Reads from two services at the same time and combines what they return.",
  needs: [
    {
      name: "PROFILE_URL",
      note: "Returns the profile of a customer below its address.",
      example: "https://crm.example.com/customers",
    },
    {
      name: "ORDERS_URL",
      note: "Returns the orders of a customer, by the query parameter `customer`.",
      example: "https://shop.example.com/orders",
    },
  ],
  trigger: { type: "http", method: "POST" },
  entry: "both",
  nodes: [
    { id: "both", type: "parallel", name: "Both at once", at: [0, 0], data: {} },
    {
      id: "profile",
      type: "http_request",
      name: "Profile",
      at: [-160, 140],
      data: { method: "GET", url: "{{env.PROFILE_URL}}/{{trigger.customer}}" },
    },
    {
      id: "orders",
      type: "http_request",
      name: "Orders",
      at: [160, 140],
      data: { method: "GET", url: "{{env.ORDERS_URL}}", queryParams: { customer: "{{trigger.customer}}" } },
    },
    {
      id: "combine",
      type: "step",
      name: "Combine",
      at: [0, 280],
      data: {
        code: "const [profile, orders] = both;\n" +
          "return { customer: event.payload.customer, profile: profile.body, orders: orders.body };",
      },
    },
  ],
  edges: [["both", "profile"], ["both", "orders"], ["both", "combine", "then"]],
};
