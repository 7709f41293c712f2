package io.setpoint.discovery;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.loadbalancer.CompletionContext;
import org.springframework.cloud.client.loadbalancer.LoadBalancerLifecycle;
import org.springframework.cloud.client.loadbalancer.Request;
import org.springframework.cloud.client.loadbalancer.Response;
import org.springframework.web.client.RestClient;

/**
 * Calls the stock without a pause, and notes whom each call went to.
 */
class Calls implements LoadBalancerLifecycle<Object, Object, ServiceInstance> {

	private final Queue<Integer> ports = new ConcurrentLinkedQueue<>();

	private final AtomicInteger answered = new AtomicInteger();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private volatile boolean running = true;

	/**
	 * Begin to call.
	 * @param client the client that knows the stock by name
	 * @return what calls
	 */
	Thread begin(RestClient client) {
		Thread caller = new Thread(() -> {
			while (this.running) {
				call(client);
			}
		}, "caller");
		caller.start();
		return caller;
	}

	private void call(RestClient client) {
		try {
			client.get().uri("http://stock/whoami").retrieve().body(String.class);
			this.answered.incrementAndGet();
		}
		catch (RuntimeException ex) {
			this.failures.add(String.valueOf(ex));
		}
	}

	void end() {
		this.running = false;
	}

	int answered() {
		return this.answered.get();
	}

	List<String> failures() {
		return List.copyOf(this.failures);
	}

	/**
	 * Return whom the calls since the last question went to.
	 * @return the ports
	 */
	List<Integer> takePorts() {
		List<Integer> taken = List.copyOf(this.ports);
		this.ports.clear();
		return taken;
	}

	@Override
	public void onStart(Request<Object> request) {
	}

	@Override
	public void onStartRequest(Request<Object> request, Response<ServiceInstance> response) {
		if (response.hasServer()) {
			this.ports.add(response.getServer().getPort());
		}
	}

	@Override
	public void onComplete(CompletionContext<Object, ServiceInstance, Object> completion) {
	}

}
