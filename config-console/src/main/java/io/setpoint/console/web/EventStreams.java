package io.setpoint.console.web;

import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.setpoint.console.access.Rights;
import io.setpoint.console.landscape.LandscapeWatch;

import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The streams of the open tabs. What changes while a tab has not taken what was told
 * before is told once.
 */
final class EventStreams implements ApplicationListener<ContextClosedEvent>, AutoCloseable {

	private static final int THREADS = 4;

	private static final int MOST = 1000;

	private static final Duration LIFE = Duration.ofMinutes(30);

	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	private static final Duration GATHERING = Duration.ofMillis(100);

	private final Set<Stream> streams = ConcurrentHashMap.newKeySet();

	private final ScheduledThreadPoolExecutor executor;

	private final Runnable subscription;

	private volatile boolean ended;

	EventStreams(LandscapeWatch watch, Sessions sessions) {
		AtomicInteger count = new AtomicInteger();
		this.executor = new ScheduledThreadPoolExecutor(THREADS, (worker) -> {
			Thread thread = new Thread(worker, "setpoint-console-events-" + count.incrementAndGet());
			thread.setDaemon(true);
			return thread;
		});
		this.executor.scheduleWithFixedDelay(() -> changed(Set.of()), HEARTBEAT.toMillis(), HEARTBEAT.toMillis(),
				TimeUnit.MILLISECONDS);
		this.subscription = watch.subscribe(this::changed);
		sessions.subscribe(this::ended);
	}

	/**
	 * Open a stream.
	 * @param person who looks
	 * @param session the id of the session that the stream ends with
	 * @return the stream
	 */
	SseEmitter open(Rights person, String session) {
		if (this.streams.size() >= MOST) {
			throw new IllegalArgumentException("More than " + MOST + " tabs are open here: close some.");
		}
		Stream stream = new Stream(person, session);
		this.streams.add(stream);
		stream.begin();
		if (this.ended) {
			stream.emitter.complete();
		}
		return stream.emitter;
	}

	/**
	 * End all streams, which a web server that stops gracefully would wait for.
	 */
	@Override
	public void onApplicationEvent(ContextClosedEvent event) {
		this.ended = true;
		this.streams.forEach((stream) -> stream.emitter.complete());
	}

	private void ended(String session) {
		this.streams.stream()
			.filter((stream) -> stream.session.equals(session))
			.forEach((stream) -> stream.emitter.complete());
	}

	int size() {
		return this.streams.size();
	}

	private void changed(Set<String> names) {
		this.streams.forEach((stream) -> stream.changed(names));
	}

	@Override
	public void close() {
		this.subscription.run();
		this.streams.forEach((stream) -> stream.emitter.complete());
		this.executor.shutdownNow();
	}

	/**
	 * The stream of one tab.
	 */
	private final class Stream {

		private final Rights person;

		private final String session;

		private final SseEmitter emitter = new SseEmitter(LIFE.toMillis());

		private final Set<String> pending = new HashSet<>();

		private boolean scheduled;

		Stream(Rights person, String session) {
			this.person = person;
			this.session = session;
		}

		void begin() {
			this.emitter.onCompletion(() -> EventStreams.this.streams.remove(this));
			this.emitter.onError((failure) -> EventStreams.this.streams.remove(this));
			changed(Set.of());
		}

		void changed(Set<String> names) {
			synchronized (this.pending) {
				names.stream().filter(this.person::sees).forEach(this.pending::add);
				if (this.scheduled) {
					return;
				}
				this.scheduled = true;
			}
			try {
				EventStreams.this.executor.schedule(this::send, GATHERING.toMillis(), TimeUnit.MILLISECONDS);
			}
			catch (RejectedExecutionException ex) {
				this.emitter.complete();
			}
		}

		private void send() {
			Set<String> names;
			synchronized (this.pending) {
				names = Set.copyOf(this.pending);
				this.pending.clear();
				this.scheduled = false;
			}
			try {
				this.emitter.send(SseEmitter.event().name("changed").data(String.join("\n", names)));
			}
			catch (IOException | IllegalStateException ex) {
				EventStreams.this.streams.remove(this);
			}
		}

	}

}
