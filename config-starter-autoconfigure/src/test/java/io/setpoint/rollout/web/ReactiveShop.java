package io.setpoint.rollout.web;

import java.util.List;

import io.setpoint.Live;
import io.setpoint.rollout.web.Shop.Pricing;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;

/**
 * The shop as a reactive application. The rollout ends in the middle of each request;
 * what is read before and after it is told.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableConfigurationProperties(Pricing.class)
@RestController
class ReactiveShop {

	private final Witness witness;

	private final Shop shop;

	ReactiveShop(Live<Pricing> pricing, ApplicationContext context) {
		this.witness = new Witness(pricing);
		this.shop = new Shop(context);
	}

	List<String> seen() {
		return this.witness.seen();
	}

	private int see(String where) {
		return this.witness.see(where);
	}

	@GetMapping("/tagged")
	String tagged() {
		return "tagged";
	}

	@GetMapping("/discount")
	int discount() {
		see("handler");
		this.shop.endRollout();
		return see("handler");
	}

	@GetMapping("/elsewhere")
	Mono<Integer> elsewhere() {
		see("handler");
		return Mono.fromCallable(() -> see("elsewhere"))
			.subscribeOn(Schedulers.boundedElastic())
			.doOnNext((discount) -> this.shop.endRollout())
			.publishOn(Schedulers.parallel())
			.map((discount) -> see("after"));
	}

	@GetMapping("/many")
	Flux<Integer> many() {
		return Flux.range(0, 3).publishOn(Schedulers.parallel()).map((number) -> {
			this.shop.endRollout();
			return see("item");
		});
	}

	@GetMapping("/exception")
	Mono<Integer> exception() {
		return Mono.fromCallable(() -> {
			this.shop.endRollout();
			throw new UnsupportedOperationException("failing");
		});
	}

	@ExceptionHandler(UnsupportedOperationException.class)
	int handle() {
		return see("error");
	}

	/**
	 * Whom a request is for is said by its header.
	 */
	static class Subjects {

		@Bean
		SubjectResolver<ServerWebExchange> subjects() {
			return (exchange) -> Shop.subject(exchange.getRequest().getHeaders().getFirst(Shop.TIER));
		}

	}

}
