// What the scripts share: where the server is, what they ask, and how they tell what came of it.

export const site = JSON.parse(process.env.SITE);

const SECONDS = 20;

export const ME = "query Me { me { userId } }";
export const SCHEMA = "query Schema { __schema { queryType { name } } }";
export const CREATE = `mutation Create($title: String!) {
  createGoal(
    input: {title: $title, pattern: recurring, target: {value: 1, unit: "times", period: day}}
  ) {
    userId
    goalId
    goal { title }
  }
}`;
export const UPDATE = `mutation Update($goalId: ID!) {
  updateGoal(input: {goalId: $goalId, description: "again"}) {
    userId
    goalId
    goal { title }
  }
}`;
export const NOTIFY = `mutation Notify($userId: ID!) {
  publishNotification(
    input: {
      userId: $userId
      id: "n-1"
      kind: reminder
      title: "Hello"
      message: "It is time to read."
      createdAt: "2026-03-02T09:30:00Z"
    }
  ) {
    userId
    title
  }
}`;
export const GOAL_CHANGED = `subscription Changed($userId: ID!) {
  onGoalChanged(userId: $userId) { userId goal { title } }
}`;
export const NOTIFICATION = `subscription Notified($userId: ID!) {
  onNotification(userId: $userId) { title }
}`;

// Prints what an action gave, or how it was refused, as one line of JSON.
export async function step(name, action) {
  try {
    tell({ step: name, answer: await action() });
  } catch (error) {
    tell({ step: name, refused: reasons(error) });
  }
}

// Subscribes, publishes until the first event is there, and unsubscribes.
export async function firstEvent(subscribe, publish) {
  let subscription;
  let isOver = false;
  const event = new Promise((resolve, reject) => {
    subscription = subscribe(resolve, reject);
    setTimeout(() => reject(new Error(`nothing within ${SECONDS} seconds`)), SECONDS * 1000);
  }).finally(() => {
    isOver = true;
    subscription.unsubscribe();
  });
  const settled = event.catch(() => {});
  while (!isOver) {
    await publish();
    await Promise.race([settled, new Promise((done) => setTimeout(done, 50))]);
  }
  return event;
}

export async function nothing() {}

function tell(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

function reasons(error) {
  const told = error.errors ?? error.graphQLErrors ?? [];
  return told.length ? told.map(reason) : [reason(error.networkError ?? error)];
}

function reason({ errorType, originalError, message, statusCode, code, cause }) {
  return {
    errorType: errorType ?? originalError?.errorType,
    message,
    code: statusCode ?? code,
    cause: cause && reasons(cause),
  };
}
