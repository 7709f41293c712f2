package io.setpoint.coordination;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.leader.Candidate;
import org.springframework.integration.leader.event.LeaderEventPublisher;

/**
 * Has this instance stand for a role that one of all instances has at a time. The
 * application is told by Spring Integration's
 * {@link org.springframework.integration.leader.event.OnGrantedEvent} and
 * {@link org.springframework.integration.leader.event.OnRevokedEvent}, and the candidate
 * by its methods.
 *
 * @since 0.1.0
 */
public final class EtcdLeaderInitiator implements SmartLifecycle, DisposableBean {

	private static final Log logger = LogFactory.getLog(EtcdLeaderInitiator.class);

	private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

	private final Leadership leadership;

	private volatile boolean running;

	EtcdLeaderInitiator(CoordinationEtcd etcd, String root, Duration lease, Candidate candidate,
			LeaderEventPublisher publisher) {
		this.leadership = new Leadership(etcd, root, lease, candidate, publisher);
	}

	/**
	 * Return whether this instance leads now, and its token.
	 * @return the context of the present term; of none, if it does not lead
	 */
	public FencedContext getContext() {
		return this.leadership.context();
	}

	@Override
	public void start() {
		this.running = true;
		this.leadership.begin();
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.leadership.end().whenComplete((done, failure) -> callback.run());
	}

	@Override
	public void stop() {
		this.running = false;
		try {
			this.leadership.end().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			logger.info("The role could not be given back, so it goes with its lease", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void destroy() {
		if (this.running) {
			stop();
		}
		this.leadership.close();
	}

}
