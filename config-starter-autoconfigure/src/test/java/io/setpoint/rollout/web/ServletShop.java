package io.setpoint.rollout.web;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.setpoint.Live;
import io.setpoint.rollout.web.Shop.Pricing;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.async.DeferredResult;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/**
 * The shop as a servlet application. The rollout ends in the middle of each request; what
 * is read before and after it is told.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(Pricing.class)
@RestController
class ServletShop {

	private static final long TIMEOUT = 100;

	private final Witness witness;

	private final Live<Pricing> pricing;

	private final Executor executor;

	private final Shop shop;

	ServletShop(Live<Pricing> pricing, @Qualifier("applicationTaskExecutor") Executor executor,
			ApplicationContext context) {
		this.witness = new Witness(pricing);
		this.pricing = pricing;
		this.executor = executor;
		this.shop = new Shop(context);
	}

	List<String> seen() {
		return this.witness.seen();
	}

	private int see(String where) {
		return this.witness.see(where);
	}

	/**
	 * Looks from behind the filter at every dispatch.
	 * @return the filter
	 */
	@Bean
	FilterRegistrationBean<Filter> dispatches() {
		FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
			see(request.getDispatcherType().name());
			chain.doFilter(request, response);
		});
		registration.setOrder(0);
		registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
		return registration;
	}

	@GetMapping("/tagged")
	String tagged() {
		return "tagged";
	}

	@GetMapping("/discount")
	int discount() {
		this.shop.endRollout();
		return see("handler");
	}

	@GetMapping("/exception")
	int exception() {
		this.shop.endRollout();
		throw new IllegalStateException("failing");
	}

	@GetMapping("/status")
	void status(HttpServletResponse response) throws Exception {
		this.shop.endRollout();
		response.sendError(HttpStatus.CONFLICT.value());
	}

	@GetMapping("/callable")
	Callable<Integer> callable() {
		return () -> {
			this.shop.endRollout();
			return see("callable");
		};
	}

	@GetMapping("/streamed")
	StreamingResponseBody streamed() {
		return (body) -> {
			this.shop.endRollout();
			see("body");
		};
	}

	/**
	 * Read the discount on the only thread that runs callables.
	 * @return what is read there
	 */
	CompletableFuture<Integer> submit() {
		return CompletableFuture.supplyAsync(() -> this.pricing.get().discount(), this.executor);
	}

	@GetMapping("/callable-exception")
	Callable<Integer> callableException() {
		return () -> {
			this.shop.endRollout();
			throw new IllegalStateException("failing");
		};
	}

	@GetMapping("/deferred")
	DeferredResult<String> deferred() {
		DeferredResult<String> result = new DeferredResult<>();
		new Thread(() -> {
			this.shop.endRollout();
			result.setResult("done");
		}).start();
		return result;
	}

	@GetMapping("/deferred-exception")
	DeferredResult<String> deferredException() {
		DeferredResult<String> result = new DeferredResult<>();
		new Thread(() -> {
			this.shop.endRollout();
			result.setErrorResult(new IllegalStateException("failing"));
		}).start();
		return result;
	}

	@GetMapping("/deferred-timeout")
	DeferredResult<String> deferredTimeout() {
		this.shop.endRollout();
		return new DeferredResult<>(TIMEOUT);
	}

}
