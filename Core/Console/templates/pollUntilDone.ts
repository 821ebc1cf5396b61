import type { Template } from "../workflows/fromTemplate";

export const pollUntilDone: Template = {
  id: "poll-until-done",
  name: "Wait for a job",
  description: "Starts a job at a service and polls once a minute, for at most an hour, until it is done.",
  needs: [{
    name: "JOBS_URL",
    note: "A POST request starts a job and returns its `id`; a GET request below it returns its `status`.",
    example: "https://api.example.com/jobs",
  }],
  trigger: { type: "http", method: "POST" },
  entry: "start",
  nodes: [
    {
      id: "start",
      type: "http_request",
      name: "Start the job",
      at: [0, 0],
      data: { method: "POST", url: "{{env.JOBS_URL}}", body: "{{trigger}}" },
    },
    { id: "poll", type: "loop", name: "Until it is done", at: [0, 140], data: { loopType: "times", count: 60 } },
    { id: "pause", type: "sleep", name: "A minute", at: [0, 280], data: { duration: "1 minute" } },
    {
      id: "state",
      type: "http_request",
      name: "Ask for its state",
      at: [0, 420],
      data: { method: "GET", url: "{{env.JOBS_URL}}/{{start.body.id}}" },
    },
    {
      id: "note",
      type: "step",
      name: "Note the state",
      at: [0, 560],
      data: { code: "_output = {{state.body}};\nreturn { done: ['done', 'failed'].includes({{state.body.status}}) };" },
    },
    { id: "stop", type: "break", name: "Done?", at: [0, 700], data: { condition: "{{note.done}}" } },
    {
      id: "result",
      type: "step",
      name: "Result",
      at: [200, 280],
      data: {
        code: "if (poll?.status !== 'done') throw new NonRetryableError(`The job ended as ${poll?.status}.`);\n" +
          "return poll;",
      },
    },
  ],
  edges: [
    ["start", "poll"],
    ["poll", "pause", "body"],
    ["pause", "state"],
    ["state", "note"],
    ["note", "stop"],
    ["poll", "result", "then"],
  ],
};
