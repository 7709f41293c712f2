package io.setpoint.warehouse;

import io.setpoint.coordination.EtcdLeaderInitiator;
import io.setpoint.coordination.FencedContext;

import org.springframework.context.event.EventListener;
import org.springframework.integration.leader.event.OnGrantedEvent;
import org.springframework.integration.leader.event.OnRevokedEvent;

/**
 * Counts the stock anew, on the instance that leads.
 */
class Reports {

	private final EtcdLeaderInitiator leader;

	private final Stock stock;

	private volatile boolean scheduled;

	Reports(EtcdLeaderInitiator leader, Stock stock) {
		this.leader = leader;
		this.stock = stock;
	}

	@EventListener
	void begin(OnGrantedEvent event) {
		this.scheduled = true;
	}

	@EventListener
	void end(OnRevokedEvent event) {
		this.scheduled = false;
	}

	boolean isScheduled() {
		return this.scheduled;
	}

	void count(int amount) {
		FencedContext context = this.leader.getContext();
		if (context.isLeader()) {
			this.stock.set(amount, context.token());
		}
	}

}
