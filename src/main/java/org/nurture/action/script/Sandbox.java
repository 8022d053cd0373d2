package org.nurture.action.script;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.nurture.platform.Text;

/**
 * Runs scripts, each on many records. Compiled machines are kept for the next call. Thread-safe.
 *
 * <p>Scripts run on threads of their own: they need a deep stack, may be interrupted at any point,
 * and must not carry the caller's transaction, context or rights.
 */
public final class Sandbox {
  /** The server's: machines are dear to make, and nothing of one call is left in them. */
  public static final Sandbox SHARED = new Sandbox(Limits.USUAL);

  private static final Logger LOG = Logger.getLogger(Sandbox.class.getName());
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long STACK = 64L << 20;
  private static final int KEPT = 8;
  private static final long WATCH_MILLIS = 5;

  /** Java interprets the engine before it compiles it: the first runs take ten times as long. */
  private static final int COLD_RUNS = 500;

  private static final int COLD = 10;
  private static final AtomicInteger RUNS = new AtomicInteger();

  /** A script that gets no processor at all is not waited for without end. */
  private static final int WALL_PER_CPU = 100;

  private final Limits limits;
  private final Deque<Idle> idle = new ArrayDeque<>();
  private final LongAdder compiled = new LongAdder();

  public Sandbox(Limits limits) {
    this.limits = limits;
  }

  private record Idle(String source, Machine machine) {}

  /**
   * Checks that it is JavaScript; nothing of it is run.
   *
   * @throws ScriptRefused it is not
   */
  public void check(String source) throws ScriptRefused {
    Call call = new Call(source, List.of());
    call.go();
    call.throwRefused();
  }

  /**
   * Runs a script on each of these.
   *
   * @param given JSON texts with {@code record}, {@code campaign}, {@code now} (milliseconds)
   * @return an answer for each, in order; fewer, where the time for all was up before
   * @throws ScriptRefused it is no JavaScript
   */
  public List<Answer> run(String source, List<String> given) throws ScriptRefused {
    Call call = new Call(source, given);
    call.go();
    call.throwRefused();
    return call.answers();
  }

  /** How often a script was compiled. */
  long compiled() {
    return compiled.sum();
  }

  private @Nullable Machine take(String source) {
    synchronized (idle) {
      for (Idle one : idle) {
        if (one.source().equals(source)) {
          idle.remove(one);
          return one.machine();
        }
      }
    }
    return null;
  }

  private void give(String source, Machine machine) {
    synchronized (idle) {
      idle.addFirst(new Idle(source, machine));
      if (idle.size() > KEPT) {
        idle.removeLast();
      }
    }
  }

  /** One call: the work on its thread, and the watch over it on the caller's. */
  private final class Call {
    private final String source;
    private final List<String> given;
    private final List<Answer> answers = new ArrayList<>();
    private long deadline;
    private CountDownLatch ended = new CountDownLatch(1);
    private @Nullable ScriptRefused refused;
    private @Nullable Throwable broken;
    private boolean running;
    private boolean killed;
    private long startedCpu;
    private long startedWall;

    Call(String source, List<String> given) {
      this.source = source;
      this.given = given;
    }

    private void work() {
      Machine machine = null;
      try {
        machine = take(source);
        if (machine == null) {
          machine = make();
        }
        for (String next = begin(); next != null; next = begin()) {
          if (!machine.usable()) {
            machine = make();
            restart();
          }
          if (!end(machine.run(next))) {
            return;
          }
        }
        if (machine.usable()) {
          give(source, machine);
        }
      } catch (ScriptRefused e) {
        refused = e;
      } catch (RuntimeException | Error e) {
        broken = e;
      } finally {
        ended.countDown();
      }
    }

    private Machine make() throws ScriptRefused {
      compiled.increment();
      return new Machine(source, limits.pages());
    }

    /** The next record; null: there is none, or no time for it. */
    private synchronized @Nullable String begin() {
      if (killed || !more()) {
        return null;
      }
      if (deadline == 0) {
        // making the machine is not the records' time; one record is always run
        deadline = System.nanoTime() + limits.all().toNanos();
      }
      restart();
      return given.get(answers.size());
    }

    private synchronized void restart() {
      RUNS.incrementAndGet();
      startedCpu = THREADS.getCurrentThreadCpuTime();
      startedWall = System.nanoTime();
      running = true;
    }

    private synchronized boolean end(Answer answer) {
      running = false;
      if (!killed) {
        answers.add(answer);
      }
      return !killed;
    }

    private void watch(Thread thread) {
      try {
        while (!ended.await(WATCH_MILLIS, TimeUnit.MILLISECONDS)) {
          if (overdue(thread)) {
            thread.interrupt();
            if (!ended.await(WALL_PER_CPU * limits.each().toMillis(), TimeUnit.MILLISECONDS)) {
              LOG.log(Level.WARNING, "NRT-0512 A script can not be stopped; its thread is left");
            }
            return;
          }
        }
      } catch (InterruptedException e) {
        thread.interrupt();
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while a script ran", e);
      }
    }

    private synchronized boolean overdue(Thread thread) {
      if (!running) {
        return false;
      }
      long each = limits.each().toNanos() * (RUNS.get() < COLD_RUNS ? COLD : 1);
      boolean over =
          THREADS.getThreadCpuTime(thread.getId()) - startedCpu > each
              || System.nanoTime() - startedWall > WALL_PER_CPU * each;
      if (over) {
        killed = true;
        running = false;
        answers.add(
            Answer.failed(
                Text.mark("The script took longer than {0} ms"), limits.each().toMillis()));
      }
      return over;
    }

    void go() {
      do {
        Thread thread = new Thread(null, this::work, "nurture-script", STACK);
        thread.setDaemon(true);
        killed = false;
        ended = new CountDownLatch(1);
        thread.start();
        watch(thread);
      } while (killed && more());
    }

    private synchronized boolean more() {
      return answers.size() < given.size() && (deadline == 0 || System.nanoTime() < deadline);
    }

    void throwRefused() throws ScriptRefused {
      if (refused != null) {
        throw refused;
      }
      if (broken != null) {
        throw new IllegalStateException("the sandbox is broken", broken);
      }
    }

    synchronized List<Answer> answers() {
      return List.copyOf(answers);
    }
  }
}
