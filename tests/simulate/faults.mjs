// @ts-check
// Faults that engines like this one have had, or nearly. scripts/simulate.mjs puts them in one at a time, and the simulator has to find each.
// What is searched has to stand in its file exactly once, so that a fault cannot go out of date without a word.

/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {[file: string, search: string, replace: string][]} changes
 */

const [call, receive, race, queue, reply, retry, pace, report] =
  ['call', 'receive', 'race', 'queue', 'reply', 'retry', 'pace', 'report'].map(name => `src/engine/${name}.rs`);
const [collector, scanner, frame, closing, wire] =
  ['reply/collector', 'reply/scanner', 'scan/frame', 'prose/closing', 'wire/reply'].map(name => `src/engine/${name}.rs`);

/** @type {Fault[]} */
export const faults = [
  {
    name: 'all is lost at the timeout',
    changes: [[call, 'let end = end.unwrap_or_else(|| Err(verdict::timeout(sent, self.options.timeout.unwrap_or_default())));',
      'let Some(end) = end else { return Err(verdict::timeout(sent, self.options.timeout.unwrap_or_default())) };']],
  },
  {
    name: 'a picture is lost at the timeout',
    changes: [[reply, 'let mut known = self.known(', 'if let Some(broken) = broken.clone().filter(|broken| broken.facts().code == crate::error::Code::Timeout && !self.images.is_empty()) { return Err(broken); } let mut known = self.known(']],
  },
  {
    name: 'a reason is lost at the timeout',
    changes: [[reply, 'let mut known = self.known(', 'if broken.as_ref().is_some_and(|broken| broken.facts().code == crate::error::Code::Timeout) { (self.finish_reason, self.block_reason, self.error) = (None, None, None); } let mut known = self.known(']],
  },
  {
    name: 'the status is lost while its words are read',
    changes: [[call, 'if let Some((head, words)) = refused {', 'if let (Some((head, words)), Ok(())) = (refused, &end) {']],
  },
  {
    name: 'what is in the chunk when the time is over is not read',
    changes: [[receive, 'while self.ready.is_empty() && matches!(self.source, Source::Chunk { .. }) {\n            self.step();\n        }', '']],
  },
  {
    name: 'what is whole of a document that is not is dropped',
    changes: [[scanner, 'self.collector.end();', '']],
  },
  {
    name: 'what may be charged is sent again without leave',
    changes: [[retry, 'let is_allowed = policy.retry_ambiguous || !failed.maybe_billed;', 'let is_allowed = policy.retry_ambiguous || true;']],
  },
  {
    name: 'what could be tried again is not',
    changes: [[retry, '|| attempt > policy.max_retries', '|| attempt >= policy.max_retries']],
  },
  {
    name: 'retry-after is not waited for',
    changes: [[retry, 'if let Some(asked) = failed.retry_after {', 'if let Some(asked) = failed.retry_after.filter(|asked| asked.as_millis() as u64 > LONGEST) {']],
  },
  {
    name: 'maybeBilled is that of the last attempt alone',
    changes: [[call, 'billed |= failure.facts().maybe_billed;', 'billed = failure.facts().maybe_billed;']],
  },
  {
    name: 'whatever is sent may be charged',
    changes: [[call, '(error.attempts, error.maybe_billed) = (sent, billed)', '(error.attempts, error.maybe_billed) = (sent, billed || sent > 0)']],
  },
  {
    name: 'attempts before the last are not counted',
    changes: [[call, 'sent += failure.facts().attempts;', 'sent = failure.facts().attempts;']],
  },
  {
    name: 'a reply that was told is tried again',
    changes: [[call, '.filter(|_| !report.has_told())', '']],
  },
  {
    name: 'a second picture is told twice',
    changes: [[reply, 'report.image(&picture);', 'report.image(&picture); if !self.images.is_empty() { report.image(&picture); }']],
  },
  {
    name: 'a ping begins patience anew',
    changes: [[receive, '*left = left.saturating_sub(self.world.now().saturating_sub(began));', 'let _ = (&left, began);']],
  },
  {
    name: 'whatever comes behind a refusal begins patience anew',
    changes: [[receive, 'if self.patience.map(|(patience, _)| patience) != patience {', '{']],
  },
  {
    name: 'the words of an error are waited for without end',
    changes: [[call, 'within(world, Some(WORDS), pin!(read_text', 'within(world, None, pin!(read_text']],
  },
  {
    name: 'a timer is left behind wherever the work is done in time',
    changes: [[race, 'match race(work, pin!(timer(world, most))).await {', 'let mut timer = Box::pin(timer(world, most)); let end = race(work, timer.as_mut()).await; std::mem::forget(timer); match end {']],
  },
  {
    name: 'the wait before another attempt is left behind where it is dropped',
    changes: [[call, 'self.world.sleep(wait).await;', 'let mut wait = std::mem::ManuallyDrop::new(Box::pin(self.world.sleep(wait))); wait.as_mut().await; drop(std::mem::ManuallyDrop::into_inner(wait));']],
  },
  {
    name: 'a reader who lags is not waited for',
    changes: [[report, 'queue.drained().await;', 'let _ = queue;']],
  },
  {
    name: 'a stream that nobody reads holds its call up',
    changes: [[queue, 'if state.untaken == 0 || !state.is_read {', 'if state.untaken == 0 {']],
  },
  {
    name: 'the network is not woken when the reader has caught up',
    changes: [[queue, 'writers.into_iter().for_each(Waker::wake);', 'drop(writers);']],
  },
  {
    name: 'the reader is not woken',
    changes: [[queue, 'if let Some(reader) = self.0.borrow_mut().push(event) {\n            reader.wake();\n        }', 'drop(self.0.borrow_mut().push(event));']],
  },
  {
    name: 'a key that was asked for is not redacted',
    changes: [[call, 'secrets.push(key.clone());', '']],
  },
  {
    name: 'a draft is no picture',
    changes: [[reply, 'if draft && let Some(picture) = self.drafts.pop() {', 'if draft && self.links.len() > 9 && let Some(picture) = self.drafts.pop() {']],
  },
  {
    name: 'default enum values end a reply',
    changes: [[wire, '.filter(|text| specified(Some(text)).is_some())', '']],
  },
  {
    name: 'the last failure is told for all, not the first',
    changes: [[call, 'all.failures.first().cloned()', 'all.failures.last().cloned()']],
  },
  {
    name: 'requests that begin together starve',
    changes: [[pace, 'let begins = turn.as_mut().poll(context);', 'let begins = if ours.stretch < BEGINNING { Poll::Pending } else { turn.as_mut().poll(context) };']],
  },
  {
    name: 'progress counts attempts from the start again',
    changes: [[report, 'self.attempt.set(self.attempt.get() + 1);', 'self.attempt.set(self.attempt.get() % 2 + 1);']],
  },
  {
    name: 'a picture whose part is cut behind it is lost',
    changes: [[collector, 'if mem::take(&mut self.in_part) {', 'if mem::take(&mut self.in_part) && self.part.is_empty() {']],
  },
  {
    name: 'half of what a part says is said',
    changes: [[collector, 'self.words.clear(); // half of what it says is not what it says', '']],
  },
  {
    name: 'links behind the first are not followed',
    changes: [[reply, 'self.links.pop_front();', 'self.links.clear();']],
  },
  {
    name: 'what is in an object with numbers for names is not read',
    changes: [[frame, 'either(Self::NumberedParts, Self::Parts)', 'either(Self::Object, Self::Parts)']],
  },
  {
    name: 'what is in a response in a response is not read',
    changes: [[frame, '"response", true) => Self::Wrapped,', '"response", true) => Self::Object,']],
  },
  {
    name: 'a bracket behind a Markdown image is said',
    changes: [[closing, 'return (at + 1, Step::Closed)', 'return (at, Step::Closed)']],
  },
  {
    name: 'a bare reply that is whole is waited for',
    changes: [[scanner, 'self.ended = is_last && self.framing.form() == Form::Bare;', '']],
  },
];
