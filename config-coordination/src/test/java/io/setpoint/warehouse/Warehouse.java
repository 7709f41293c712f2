package io.setpoint.warehouse;

import io.setpoint.coordination.EtcdLockRegistry;
import io.setpoint.coordination.FencedLock;

/**
 * Changes the stock, by one instance at a time.
 */
class Warehouse {

	private final EtcdLockRegistry locks;

	private final Stock stock;

	Warehouse(EtcdLockRegistry locks, Stock stock) {
		this.locks = locks;
		this.stock = stock;
	}

	void restock(int amount) {
		FencedLock lock = this.locks.obtain("stock");
		lock.lock();
		try {
			this.stock.set(amount, lock.token());
		}
		finally {
			lock.unlock();
		}
	}

}
