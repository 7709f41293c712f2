package io.setpoint.discovery;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.setpoint.loop.Containment;
import io.setpoint.naming.Directory;
import io.setpoint.naming.Endpoint;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Tells the application whenever the instances of a service have changed, one event for
 * all changes that have come while the one before was told.
 */
class Heartbeats implements Directory.Listener, DisposableBean {

	private static final Log logger = LogFactory.getLog(Heartbeats.class);

	private static final long IDLE_SECONDS = 10;

	private final ApplicationEventPublisher publisher;

	private final ExecutorService executor;

	private final AtomicBoolean due = new AtomicBoolean();

	private final AtomicLong changes = new AtomicLong();

	Heartbeats(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
		ThreadPoolExecutor executor = new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (worker) -> {
					Thread thread = new Thread(worker, "setpoint-heartbeat");
					thread.setDaemon(true);
					return thread;
				});
		executor.allowCoreThreadTimeOut(true);
		this.executor = executor;
	}

	@Override
	public void changed(String service, List<Endpoint> endpoints) {
		this.changes.incrementAndGet();
		if (this.due.compareAndSet(false, true)) {
			try {
				this.executor.execute(this::publish);
			}
			catch (RejectedExecutionException ex) {
				logger.trace("The application is closed, so nobody is told of its services", ex);
			}
		}
	}

	private void publish() {
		this.due.set(false);
		Containment.contain(logger, "A listener has failed to take a heartbeat",
				() -> this.publisher.publishEvent(new HeartbeatEvent(this, this.changes.get())));
	}

	@Override
	public void destroy() {
		this.executor.shutdown();
	}

}
